package talk

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/qapi-go/qapi-gen/qmp"
)

// A Printer writes JSON for a person at a terminal, or for a program.
type Printer struct {
	Writer io.Writer
	// Terminal indents values, writes times for people, and escapes characters
	// that could control the terminal. Otherwise each value is a line.
	Terminal bool
}

// Value writes a value: that of a reply, or a request.
func (p Printer) Value(value json.RawMessage) error {
	var b bytes.Buffer
	var err error
	if p.Terminal {
		err = json.Indent(&b, value, "", "  ")
	} else {
		err = json.Compact(&b, value)
	}
	if err != nil {
		return fmt.Errorf("the reply is not JSON: %w", err)
	}
	return p.line(b.Bytes())
}

func (p Printer) line(text []byte) error {
	if p.Terminal {
		text = Printable(text)
	}
	_, err := p.Writer.Write(append(text, '\n'))
	return err
}

// A timestamp is the time of an event as QMP has it ("Asynchronous events").
type timestamp struct {
	Seconds      int64 `json:"seconds"`
	Microseconds int   `json:"microseconds"`
}

// Event writes an event in one line: in the form of QMP, or on a terminal with a
// local time for people.
func (p Printer) Event(ev qmp.Event) error {
	line := struct {
		Timestamp any             `json:"timestamp"`
		Event     string          `json:"event"`
		Data      json.RawMessage `json:"data,omitempty"`
	}{Event: ev.Name, Data: ev.Data}
	switch {
	case p.Terminal && !ev.Time.IsZero():
		line.Timestamp = ev.Time.Local().Format(time.StampMicro)
	case p.Terminal:
		line.Timestamp = "unknown"
	case ev.Time.IsZero():
		line.Timestamp = timestamp{-1, -1} // QMP's form of a time that could not be found out
	default:
		line.Timestamp = timestamp{ev.Time.Unix(), ev.Time.Nanosecond() / 1000}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(line); err != nil {
		return err
	}
	return p.line(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// Printable escapes the characters in the strings of JSON text that are not
// printable, among them those that control a terminal. The text stays JSON of the
// same value.
func Printable(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		switch {
		case r == '\n' || unicode.IsPrint(r) && (r != utf8.RuneError || size > 1):
			out = append(out, text[:size]...)
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		text = text[size:]
	}
	return out
}
