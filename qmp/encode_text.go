package qmp

import (
	"encoding/json"
	"math"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// string appends a string in quotes, with the escapes that JSON demands; for
// a server with those that make it ASCII.
func (e *encoder) string(dst []byte, s string) ([]byte, *EncodeError) {
	dst = append(dst, '"')
	dst, ok := e.text(dst, s)
	if !ok {
		return dst, unencodable("it is not valid UTF-8")
	}
	return append(dst, '"'), nil
}

func (e *encoder) text(dst []byte, s string) (_ []byte, ok bool) {
	for i := 0; ; {
		run := plainRun(bytesOf(s), i)
		dst = append(dst, s[i:run]...)
		if i = run; i == len(s) {
			return dst, true
		}
		if c := s[i]; c < utf8.RuneSelf {
			dst = appendEscape(dst, c)
			i++
			continue
		}
		r, length := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && length == 1 {
			return dst, false
		}
		if e.options.server {
			dst = appendHex(dst, r)
		} else {
			dst = append(dst, s[i:i+length]...)
		}
		i += length
	}
}

// appendEscape appends the escape sequence of an ASCII character.
func appendEscape(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, `\b`...)
	case '\f':
		return append(dst, `\f`...)
	case '\n':
		return append(dst, `\n`...)
	case '\r':
		return append(dst, `\r`...)
	case '\t':
		return append(dst, `\t`...)
	}
	return appendHex(dst, rune(c))
}

// appendHex appends a character as \uXXXX, those past FFFF as two surrogates.
func appendHex(dst []byte, r rune) []byte {
	if r > 0xFFFF {
		high, low := utf16.EncodeRune(r)
		return appendHex(appendHex(dst, high), low)
	}
	const digits = "0123456789ABCDEF"
	return append(dst, '\\', 'u', digits[r>>12], digits[r>>8&15], digits[r>>4&15], digits[r&15])
}

// float64 appends a number: as short as it can be read back, in the form of
// encoding/json; for a server as C's %.17g.
func (e *encoder) float64(dst []byte, f float64) ([]byte, *EncodeError) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return dst, unencodable("JSON has no " + strconv.FormatFloat(f, 'g', -1, 64))
	}
	if e.options.server {
		return strconv.AppendFloat(dst, f, 'g', 17, 64), nil
	}
	if magnitude := math.Abs(f); magnitude == 0 || magnitude >= 1e-6 && magnitude < 1e21 {
		return strconv.AppendFloat(dst, f, 'f', -1, 64), nil
	}
	dst = strconv.AppendFloat(dst, f, 'e', -1, 64)
	// e-09 becomes e-9.
	if n := len(dst); n >= 4 && dst[n-4] == 'e' && dst[n-3] == '-' && dst[n-2] == '0' {
		dst[n-2] = dst[n-1]
		dst = dst[:n-1]
	}
	return dst, nil
}

// raw appends a value that is JSON already, checked and without white space.
func (e *encoder) raw(dst []byte, raw json.RawMessage) ([]byte, *EncodeError) {
	s := scanner{data: raw, depth: e.depth}
	if len(raw) == 0 {
		return dst, unencodable("the json.RawMessage is empty, but mandatory")
	}
	if !s.skip() || !s.end() {
		return dst, unencodable("the json.RawMessage is not valid: " + s.bad.reason)
	}
	return e.compact(dst, raw), nil
}

// compact appends valid JSON without its white space.
func (e *encoder) compact(dst []byte, raw []byte) []byte {
	s := scanner{data: raw}
	for c := s.next(); s.pos < len(raw); c = s.next() {
		if c != '"' {
			dst = append(dst, c)
			s.pos++
			continue
		}
		start := s.pos
		body, _, _ := s.str()
		if e.options.server {
			dst = append(dst, '"')
			dst, _ = e.text(dst, string(unquote(nil, body)))
			dst = append(dst, '"')
		} else {
			dst = append(dst, raw[start:s.pos]...)
		}
	}
	return dst
}
