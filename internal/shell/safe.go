package shell

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode"

	"github.com/qapi-go/qapi-gen/internal/talk"
	"github.com/qapi-go/qapi-gen/internal/terminal"
)

// Safe returns text of a server as it may go to a terminal: U+FFFD takes the place of
// characters that are not terminal.Printable, and of those that change the direction of
// text.
func Safe(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Bidi_Control, r) {
			return unicode.ReplacementChar
		}
		return r
	}, terminal.Printable(text))
}

// SafeJSON returns a JSON value as it may go to a terminal (see talk.Printable).
// With indent the value is on several lines, otherwise on one.
func SafeJSON(value json.RawMessage, indent bool) string {
	var b bytes.Buffer
	var err error
	if indent {
		err = json.Indent(&b, bytes.TrimSpace(value), "", "  ")
	} else {
		err = json.Compact(&b, value)
	}
	if err != nil { // a server may send anything
		return Safe(string(value))
	}
	return string(talk.Printable(b.Bytes()))
}
