package qapi

import (
	"encoding/json"
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/qapi-go/qapi-gen/internal/qjson"
)

// string appends a quoted string, with the escapes that JSON requires.
func (e *encoder) string(dst []byte, s string) ([]byte, *EncodeError) {
	if e.options.Server {
		return qjson.AppendString(dst, s), nil
	}
	dst = append(dst, '"')
	for i := 0; ; {
		run := qjson.PlainRun(s, i)
		dst = append(dst, s[i:run]...)
		if i = run; i == len(s) {
			return append(dst, '"'), nil
		}
		if c := s[i]; c < utf8.RuneSelf {
			dst = qjson.AppendEscaped(dst, rune(c))
			i++
			continue
		}
		r, length := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && length == 1 {
			return dst, unencodable("it is not valid UTF-8")
		}
		dst = append(dst, s[i:i+length]...)
		i += length
	}
}

// float64 appends a number. A client writes the shortest form that reads back as
// the same number, as encoding/json does. A server writes C's %.17g.
func (e *encoder) float64(dst []byte, f float64) ([]byte, *EncodeError) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return dst, unencodable("JSON has no " + strconv.FormatFloat(f, 'g', -1, 64))
	}
	if e.options.Server {
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

// raw checks a JSON value and appends it without white space.
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

// compact appends valid JSON without white space. A server also rewrites the
// strings and numbers in its own format.
func (e *encoder) compact(dst, raw []byte) []byte {
	s := scanner{data: raw}
	for c := s.next(); s.pos < len(raw); c = s.next() {
		start := s.pos
		switch kind := kindOf(c); {
		case c == ',':
			dst = append(dst, e.comma...)
			s.pos++
		case c == ':':
			dst = append(dst, e.colon...)
			s.pos++
		case kind == kindString && e.options.Server:
			text, _ := s.text()
			dst = qjson.AppendString(dst, view(text))
		case kind == kindNumber && e.options.Server:
			token, _, _ := s.number()
			dst = qjson.AppendNumber(dst, token)
		case kind == kindString:
			s.skipStringUnchecked()
			dst = append(dst, raw[start:s.pos]...)
		default:
			dst = append(dst, c)
			s.pos++
		}
	}
	return dst
}
