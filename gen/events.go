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
	keys := make([]string, len(list))
	for i, e := range list {
		keys[i] = strconv.Quote(e.Name) + ":"
	}
	var rows []jen.Code
	for i, e := range list {
		if newSection(keys[:i+1]) {
			rows = append(rows, jen.Op(sectionMark))
		}
		rows = append(rows, aligned(jen.Id(keys[i]),
			glue(runtimeName("DecodeEvent"), jen.Id("["+g.names.defs[e]+"],"))))
	}
	d.add(sentence("eventDecoders turn the data of events into values of their types, by the events' names."),
		jen.Var().Id("eventDecoders").Op("=").Add(literal(glue(jen.Id("map[string]"), runtimeName("EventDecoder")), rows...)))

	event := runtimeName("Event")
	d.add(sentence("Events subscribes to all events and iterates over them until ctx or the connection ends, or the loop is left. Body is the event's struct in this package, or nil when the schema does not have the event. An error beside an event that has a name says that its data is not as in the schema; any other says why there are no more events, and is the last."),
		funcDecl(jen.Id("c *Client"), "Events", []jen.Code{jen.Id("ctx").Qual(contextPath, "Context")},
			glue(jen.Qual(iterPath, "Seq2"), jen.Op("["), event, jen.Op(", error]")),
			jen.Return(jen.Id("c.conn.Events(ctx, eventDecoders)"))))
}

// newSection reports whether gofmt aligns the value behind the last of keys
// apart from those before: it does where keys are long and their lengths
// differ much (exprList in go/printer).
func newSection(keys []string) bool {
	const small, ratio = 40, 2.5
	var sum, count float64
	var newSection bool
	for i, key := range keys {
		size := len(key) - len(":")
		newSection = false
		if i > 0 && count > 0 && (size > small || len(keys[i-1])-len(":") > small) {
			r := float64(size) / math.Exp(sum/count)
			newSection = r*ratio <= 1 || ratio <= r
		}
		if newSection {
			sum, count = 0, 0
		}
		sum += math.Log(float64(size))
		count++
	}
	return newSection
}
