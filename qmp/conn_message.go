package qmp

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// A message is a message of the server, decoded one level deep. The slices point into
// the reader's buffer.
type message struct {
	ret, err, id, greeting []byte
	event, data, timestamp []byte
}

// parseMessage splits a JSON object into its members. It ignores members that QMP does
// not have. It finds only the ends of values; their decoders check them.
func parseMessage(text []byte) (message, error) {
	var m message
	c := cursor{text: text}
	c.expect('{')
	if !c.accept('}') {
		for more := true; more && c.err == nil; more = c.accept(',') {
			name := c.name()
			c.expect(':')
			value := c.value()
			if field := m.field(name); field != nil {
				*field = value
			}
		}
		c.expect('}')
	}
	if c.err != nil {
		return message{}, fmt.Errorf("the server sent a message that is not JSON: %w", c.err)
	}
	return m, nil
}

func (m *message) field(name []byte) *[]byte {
	switch string(name) {
	case "return":
		return &m.ret
	case "error":
		return &m.err
	case "id":
		return &m.id
	case "event":
		return &m.event
	case "data":
		return &m.data
	case "timestamp":
		return &m.timestamp
	case "QMP":
		return &m.greeting
	}
	return nil
}

// decodeEvent makes an Event of a message that is one. It keeps nothing of
// the reader's buffer.
func (m *message) decodeEvent() (Event, error) {
	var stamp struct{ Seconds, Microseconds int64 }
	ev := Event{Data: bytes.Clone(m.data)}
	if err := json.Unmarshal(m.event, &ev.Name); err != nil || m.event[0] != '"' {
		return Event{}, fmt.Errorf("the server sent an event whose name is not a string: %.100s", m.event)
	}
	// A server that cannot tell the time says -1 ("Asynchronous events").
	if m.timestamp != nil && json.Unmarshal(m.timestamp, &stamp) == nil && stamp.Seconds >= 0 && stamp.Microseconds >= 0 {
		ev.Time = time.Unix(stamp.Seconds, stamp.Microseconds*1000)
	}
	return ev, nil
}

// decodeError makes an Error of an "error" member. Whatever the server put
// there, the result says that the command failed.
func decodeError(raw []byte) *Error {
	e := new(Error)
	if err := json.Unmarshal(raw, e); err != nil || (e.Class == "" && e.Desc == "") {
		return &Error{Class: GenericError, Desc: string(raw)}
	}
	return e
}

// A cursor walks over JSON text that a framer found balanced.
type cursor struct {
	text []byte
	pos  int
	err  error
}

var errSyntax = errors.New("syntax error")

func (c *cursor) skipSpace() {
	for c.pos < len(c.text) && isSpace(c.text[c.pos]) {
		c.pos++
	}
}

func (c *cursor) accept(b byte) bool {
	c.skipSpace()
	if c.pos < len(c.text) && c.text[c.pos] == b {
		c.pos++
		return true
	}
	return false
}

func (c *cursor) expect(b byte) {
	if !c.accept(b) && c.err == nil {
		c.err = errSyntax
	}
}

// name returns the name of a member, unquoted.
func (c *cursor) name() []byte {
	c.skipSpace()
	quoted := c.value()
	if len(quoted) < 2 || quoted[0] != '"' {
		c.err = errSyntax
		return nil
	}
	if bytes.IndexByte(quoted, '\\') < 0 {
		return quoted[1 : len(quoted)-1]
	}
	var name string
	if err := json.Unmarshal(quoted, &name); err != nil {
		c.err = err
	}
	return []byte(name)
}

// value returns the text of a value and steps over it.
func (c *cursor) value() []byte {
	c.skipSpace()
	start := c.pos
	for depth := 0; c.pos < len(c.text); c.pos++ {
		switch c.text[c.pos] {
		case '"':
			c.skipString()
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return c.slice(start)
			}
			depth--
		case ',', ':':
			if depth == 0 {
				return c.slice(start)
			}
		}
	}
	return c.slice(start)
}

// string steps from a quotation mark to the one that ends the string.
func (c *cursor) skipString() {
	for c.pos++; c.pos < len(c.text) && c.text[c.pos] != '"'; c.pos++ {
		if c.text[c.pos] == '\\' {
			c.pos++
		}
	}
}

func (c *cursor) slice(start int) []byte {
	c.pos = min(c.pos, len(c.text)) // past an escape at the end
	end := c.pos
	for end > start && isSpace(c.text[end-1]) {
		end--
	}
	if end == start && c.err == nil {
		c.err = errSyntax
	}
	return c.text[start:end]
}

func isSpace(b byte) bool { return b == ' ' || b == '\t' || b == '\r' || b == '\n' }
