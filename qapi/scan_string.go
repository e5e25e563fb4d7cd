package qapi

import (
	"unicode/utf16"
	"unicode/utf8"

	"github.com/qapi-go/qapi-gen/internal/qjson"
)

// str reads a string. It returns what stands between the quotes, and whether
// that is plain: free of escapes, so that it is its own value. A string that
// is not plain goes through Unquote.
func (s *scanner) str() (body []byte, plain, ok bool) {
	data, start := s.data, s.pos+1
	plain = true
	for i := start; ; {
		i = qjson.PlainRun(data, i)
		if i >= len(data) {
			return nil, false, s.failAt(i, "")
		}
		switch c := data[i]; {
		case c == '"':
			s.pos = i + 1
			return data[start:i], plain, true
		case c == '\\':
			plain = false
			length := escape(data[i:])
			if length == 0 {
				return nil, false, s.failEscape(i)
			}
			i += length
		case c < ' ':
			return nil, false, s.failAt(i, "a control character in a string is not escaped")
		default:
			r, length := utf8.DecodeRune(data[i:])
			if r == utf8.RuneError && length == 1 {
				return nil, false, s.failAt(i, "invalid UTF-8 in a string")
			}
			i += length
		}
	}
}

// text reads a string and returns its value, which is part of the document or
// in memory of its own.
func (s *scanner) text() (value []byte, ok bool) {
	value, plain, ok := s.str()
	if ok && !plain {
		value = qjson.Unquote(nil, value)
	}
	return value, ok
}

// escape returns the length of the escape sequence that data begins with; two
// surrogates are one sequence. 0 means that it is not valid.
func escape(data []byte) int {
	if len(data) < 2 {
		return 0
	}
	switch data[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		r := qjson.HexQuad(data[2:])
		switch {
		case r < 0 || utf16.IsSurrogate(r) && r >= 0xDC00:
			return 0
		case !utf16.IsSurrogate(r):
			return 6
		}
		if len(data) < 12 || data[6] != '\\' || data[7] != 'u' {
			return 0
		}
		if utf16.DecodeRune(r, qjson.HexQuad(data[8:])) == utf8.RuneError {
			return 0
		}
		return 12
	}
	return 0
}

// failEscape notes why the escape sequence at offset is not valid.
func (s *scanner) failEscape(offset int) bool {
	rest := s.data[offset:]
	if len(rest) >= 6 && rest[1] == 'u' && qjson.HexQuad(rest[2:]) >= 0 {
		return s.failAt(offset, "half of a surrogate pair in a string")
	}
	return s.failAt(offset, "not an escape sequence of JSON in a string")
}
