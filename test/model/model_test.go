package model

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"

	"github.com/qapi-go/qapi-gen/qmp"
)

// queueLength is how many in-band requests may wait with out-of-band execution on.
const queueLength = 8

// A state is what the requests that a client has sent so far make of its connection.
type state struct{ negotiated, oob bool }

// A kind is a sort of request.
type kind struct {
	name string
	text string // with %s where the id goes
	// oob: the reply may overtake those of in-band requests.
	oob bool
	// class is the class of the error that answers it, or empty.
	class func(state) qmp.ErrorClass
	// negotiates and enables say what it does if it succeeds.
	negotiates, enables bool
	blocks, emits       bool
}

// An expectation is a request that is not yet answered.
type expectation struct {
	kind
	want   qmp.ErrorClass
	id     any // decoded; nil: none
	number int // of the request
	// before is how many in-band requests were sent before, and ahead how many of
	// them may be unanswered when this one's reply comes.
	before, ahead int
}

// A connection is what the model knows of a client.
type connection struct {
	state
	requests  int // sent
	inBand    int // of these
	answered  int // of the in-band ones
	inOrder   []expectation
	overtake  []expectation
	greeted   bool
	confirmed bool // the reply to the negotiation is here
	events    []int
	// first is the number of the first event that it must get.
	first int
}

// expect notes a request. Out-of-band requests are read while fewer than queueLength
// in-band ones wait. One more may be running. Without the capability each request
// waits for the reply to the one before.
func (c *connection) expect(k kind, id any) {
	e := expectation{kind: k, want: k.class(c.state), id: id, number: c.requests, before: c.inBand}
	if c.oob {
		e.ahead = queueLength
	}
	c.requests++
	if k.oob {
		c.overtake = append(c.overtake, e)
		return
	}
	c.inBand++
	c.inOrder = append(c.inOrder, e)
	if k.negotiates && e.want == "" {
		c.state = state{negotiated: true, oob: k.enables}
	}
}

// A reply is a line that a server sends.
type reply struct {
	QMP    json.RawMessage
	Event  string
	Data   struct{ ID int }
	Return json.RawMessage
	Error  *qmp.Error
	ID     any
}

// observe checks a line against what is expected. It returns the expectation that a
// reply meets.
func (c *connection) observe(line []byte) (met *expectation, err error) {
	var r reply
	if err := json.Unmarshal(line, &r); err != nil {
		return nil, err
	}
	switch {
	case r.Event != "":
		return nil, c.observeEvent(r.Event, r.Data.ID)
	case !c.greeted:
		c.greeted = r.QMP != nil
		return nil, unless(c.greeted, "want the greeting")
	case (r.Return == nil) == (r.Error == nil):
		return nil, errors.New("neither a reply nor an event")
	}
	met, err = c.match(r.ID)
	if err != nil {
		return nil, err
	}
	var class qmp.ErrorClass
	if r.Error != nil {
		class = r.Error.Class
	}
	if class != met.want {
		return nil, fmt.Errorf("the reply to %s has the class %q, want %q", met.name, class, met.want)
	}
	c.confirmed = c.confirmed || met.negotiates && met.want == ""
	if met.emits && met.want == "" {
		return met, c.hasEvent(string(r.Return))
	}
	return met, nil
}

// match finds the request of a reply: the first that is not answered yet, of those in
// band or of those out of band.
func (c *connection) match(id any) (*expectation, error) {
	if len(c.overtake) > 0 && reflect.DeepEqual(c.overtake[0].id, id) {
		e := c.overtake[0]
		c.overtake = c.overtake[1:]
		if unanswered := e.before - c.answered; unanswered > e.ahead {
			return nil, fmt.Errorf("%s overtakes %d in-band requests, more than %d", e.name, unanswered, e.ahead)
		}
		return &e, nil
	}
	if len(c.inOrder) == 0 || !reflect.DeepEqual(c.inOrder[0].id, id) {
		return nil, fmt.Errorf("a reply with the id %v, which is nobody's turn: in-band %v, out-of-band %v", id, names(c.inOrder), names(c.overtake))
	}
	e := c.inOrder[0]
	c.inOrder = c.inOrder[1:]
	c.answered++
	if len(c.overtake) > 0 && c.overtake[0].number < e.number {
		return nil, fmt.Errorf("%s is answered before the out-of-band request %s, which was sent before it", e.name, c.overtake[0].name)
	}
	return &e, nil
}

func names(list []expectation) (names []string) {
	for _, e := range list {
		names = append(names, fmt.Sprintf("%s %v", e.name, e.id))
	}
	return names
}

// observeEvent checks that events come in the order of their numbers, without a gap,
// to clients that have negotiated.
func (c *connection) observeEvent(name string, number int) error {
	if name != "PORT" {
		// It is QEMU's, which may send it even before the greeting: until QEMU has
		// noticed a new client, the monitor counts as negotiated by the one before.
		return nil
	}
	if !c.confirmed {
		return fmt.Errorf("event %d comes before the reply that ends negotiation", number)
	}
	if n := len(c.events); n > 0 && number != c.events[n-1]+1 {
		return fmt.Errorf("event %d follows event %d", number, c.events[n-1])
	}
	c.events = append(c.events, number)
	return nil
}

// hasEvent checks that the event of a command precedes its reply, which is its number.
func (c *connection) hasEvent(number string) error {
	has := slices.ContainsFunc(c.events, func(n int) bool { return strconv.Itoa(n) == number })
	return unless(has, "event "+number+" does not precede the reply of its command")
}

func unless(ok bool, text string) error {
	if ok {
		return nil
	}
	return errors.New(text)
}

// certain reports whether the next replies must come though a command may block: those
// of out-of-band requests that the server must have read. If no other client has a
// request, one of this client runs and does not wait.
func (c *connection) certain(alone bool) bool {
	waiting := queueLength - 1
	if alone {
		waiting++
	}
	return c.confirmed && c.oob && len(c.overtake) > 0 && c.overtake[0].before-c.answered <= waiting
}

// done reports whether all requests are answered.
func (c *connection) done() bool { return c.greeted && len(c.inOrder) == 0 && len(c.overtake) == 0 }
