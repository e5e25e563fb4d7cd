package shell

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
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

// SafeJSON returns a JSON value as it may go to a terminal. What is harmful is
// escaped, so that the value stays the same; bytes that are not UTF-8 become U+FFFD.
// With indent the value is on several lines, otherwise on one.
func SafeJSON(value json.RawMessage, indent bool) string {
	var b bytes.Buffer
	var err error
	if indent {
		err = json.Indent(&b, bytes.TrimSpace(value), "", "  ")
	} else {
		err = json.Compact(&b, value)
	}
	if err != nil {
		return Safe(string(value))
	}
	text := b.Bytes()
	var out strings.Builder
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		if harmful(r) && r != '\n' { // a line end is not in a string
			fmt.Fprintf(&out, "\\u%04x", r)
		} else {
			out.WriteRune(r)
		}
		text = text[size:]
	}
	return out.String()
}
