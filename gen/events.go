package gen

import (
	"math"
	"strconv"

	"github.com/dave/jennifer/jen"

	"github.com/qapi-go/qapi-gen/model"
)

// events writes the types of the events by name, and the client's Events.
func (g *generator) events(d *decls) {
	list := definitionsOf[*model.Event](g.schema.Definitions)
	d.doc(sentence("EventDecoders turn the data of events into values of their types, by the events' names."))
	d.block("var EventDecoders = map[string]"+d.qual(clientPath, "EventDecoder")+"{", func() {
		var section keySection
		for _, e := range list {
			key := strconv.Quote(e.Name)
			if section.add(len(key)) {
				d.line(sectionMark)
			}
			d.line(key, ":", cell, d.qual(clientPath, "DecodeEvent"), "[", g.names.defs[e], "],")
		}
	}, "}")
	d.end()

	d.add(sentence("Events subscribes to all events and iterates over them until ctx or the connection ends, or the loop is left. Body is the event's struct in this package, or nil when the schema does not have the event. If an error comes with a named event, the data of that event does not match the schema. Any other error is the last, and says why there are no more events."),
		funcDecl("(c *Client) Events", []jen.Code{ctxParam},
			glue(jen.Qual(iterPath, "Seq2"), text("["), clientName("Event"), text(", error]")),
			text("return c.conn.Events(ctx, EventDecoders)")))
}

// A keySection is the state of gofmt's rule for aligning values after keys: a
// new section of lines starts where keys are long and their lengths differ much
// (exprList in go/printer).
type keySection struct {
	keys int     // in the section
	last int     // length of the previous key
	sum  float64 // of the logarithms of the section's lengths
}

// add reports whether a key of the given length starts a new section.
func (s *keySection) add(length int) bool {
	const long, ratio = 40, 2.5
	var starts bool
	if s.keys > 0 && (length > long || s.last > long) {
		mean := math.Exp(s.sum / float64(s.keys))
		r := float64(length) / mean
		starts = r*ratio <= 1 || ratio <= r
	}
	if starts {
		s.keys, s.sum = 0, 0
	}
	s.keys++
	s.last = length
	s.sum += math.Log(float64(length))
	return starts
}
