package shell

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode"

	"github.com/qapi-go/qapi-gen/internal/talk"
)

// Safe returns text of a server as it may go to a terminal: U+FFFD takes the place of
// control characters, other than line ends and tabs, and of those that change the
// direction of text.
func Safe(text string) string {
	return strings.Map(func(r rune) rune {
		if harmful(r) && r != '\n' && r != '\t' {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

func harmful(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
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
