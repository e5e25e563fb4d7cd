package qjson

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// This file converts strings and numbers: from the clients' dialect to strict
// JSON, which the rest of the server works on, and from that to the server's
// output, ASCII on one line.

// appendStrictString appends a string token as strict JSON: in double quotes,
// valid UTF-8, with only the necessary escapes. If the token is invalid, fault
// is the text for the reply.
func appendStrictString(dst, token []byte) (out []byte, fault string) {
	quote, body := token[0], token[1:len(token)-1]
	dst = append(dst, '"')
	for i := 0; i < len(body); {
		run := PlainRun(body, i)
		dst = append(dst, body[i:run]...)
		if i = run; i == len(body) {
			break
		}
		switch b := body[i]; {
		case b == '\\':
			r, size, fault := unescape(body[i:], quote)
			if fault != "" {
				return dst, fault
			}
			dst = appendStrictRune(dst, r)
			i += size
		case b < utf8.RuneSelf: // the other kind of quote
			dst = appendStrictRune(dst, rune(b))
			i++
		default:
			r, size := decodeRune(body[i:])
			if size == 0 {
				return dst, "invalid UTF-8 sequence in string"
			}
			dst = appendStrictRune(dst, r)
			i += size
		}
	}
	return append(dst, '"'), ""
}

// decodeRune decodes the first character of text. The size is 0 if a message
// may not contain it. C0 80 is NUL, as in modified UTF-8.
func decodeRune(text []byte) (r rune, size int) {
	if bytes.HasPrefix(text, []byte{0xc0, 0x80}) {
		return 0, 2
	}
	r, size = utf8.DecodeRune(text)
	if (r == utf8.RuneError && size <= 1) || !isCharacter(r) {
		return 0, 0
	}
	return r, size
}

// isCharacter reports whether r is a Unicode character: neither a surrogate nor
// one of the noncharacters.
func isCharacter(r rune) bool {
	return utf8.ValidRune(r) && (r < 0xfdd0 || r > 0xfdef) && r&0xfffe != 0xfffe
}

// shortEscapes maps the character after a backslash to the escaped one.
var shortEscapes = [256]byte{
	'"': '"', '\'': '\'', '\\': '\\', '/': '/',
	'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t',
}

// unescape decodes the escape sequence at the start of text, or two that are a
// surrogate pair. Like QEMU's, the fault shows the whole sequence.
func unescape(text []byte, quote byte) (r rune, size int, fault string) {
	if text[1] != 'u' {
		if b := shortEscapes[text[1]]; b != 0 {
			return rune(b), 2, ""
		}
		return 0, 0, "invalid escape sequence in string"
	}
	r, size = HexQuad(text[2:]), 6
	if pair := surrogatePair(text); pair != 0 {
		r, size = pair, 12
	}
	if !isCharacter(r) {
		shown := text[:min(len(text), size)]
		if len(shown) < size {
			shown = append(bytes.Clone(shown), quote)
		}
		return 0, 0, string(shown) + " is not a valid Unicode character"
	}
	return r, size, ""
}

// surrogatePair returns the character at the start of text if two escape
// sequences encode it, otherwise 0.
func surrogatePair(text []byte) rune {
	if len(text) < 12 || text[6] != '\\' || text[7] != 'u' {
		return 0
	}
	high, low := HexQuad(text[2:]), HexQuad(text[8:])
	if high&^0x3ff != 0xd800 || low&^0x3ff != 0xdc00 {
		return 0
	}
	return 0x10000 + (high&0x3ff)<<10 | low&0x3ff
}

func appendStrictRune(dst []byte, r rune) []byte {
	if r < 0x20 || r == '"' || r == '\\' {
		return AppendEscaped(dst, r)
	}
	return utf8.AppendRune(dst, r)
}

const hexDigits = "0123456789ABCDEF"

// AppendEscaped appends the escape sequence of r, the short one if it has one.
func AppendEscaped(dst []byte, r rune) []byte {
	switch r {
	case '"', '\\':
		return append(dst, '\\', byte(r))
	case '\b':
		return append(dst, '\\', 'b')
	case '\f':
		return append(dst, '\\', 'f')
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	}
	if r > 0xffff {
		r -= 0x10000
		dst = appendHex4(dst, 0xd800|r>>10)
		r = 0xdc00 | r&0x3ff
	}
	return appendHex4(dst, r)
}

func appendHex4(dst []byte, r rune) []byte {
	return append(dst, '\\', 'u', hexDigits[r>>12&15], hexDigits[r>>8&15], hexDigits[r>>4&15], hexDigits[r&15])
}

// AppendString appends s as a JSON string in ASCII. Bytes that are not
// UTF-8 become U+FFFD.
func AppendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for i := 0; i < len(s); {
		run := s[i:PlainRun(s, i)]
		dst = appendASCII(dst, run)
		if i += len(run); i == len(s) {
			break
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		dst = AppendEscaped(dst, r)
		i += size
	}
	return append(dst, '"')
}

// appendASCII appends plain text, with DEL escaped.
func appendASCII(dst []byte, plain string) []byte {
	for {
		before, behind, found := strings.Cut(plain, "\x7f")
		dst = append(dst, before...)
		if !found {
			return dst
		}
		dst = AppendEscaped(dst, 0x7f)
		plain = behind
	}
}

// AppendValue appends a value in strict JSON in the format of QEMU's servers: a
// space after comma and colon, ASCII, integers of up to 64 bits in full, other
// numbers with 17 digits.
func AppendValue(dst, value []byte) []byte {
	for i := 0; i < len(value); {
		switch b := value[i]; {
		case b == '"':
			n := stringLength(value[i:])
			dst = appendRewrittenString(dst, value[i:i+n])
			i += n
		case b == '-' || (b >= '0' && b <= '9'):
			n := numberLength(value[i:])
			dst = AppendNumber(dst, value[i:i+n])
			i += n
		case b == ',' || b == ':':
			dst = append(dst, b, ' ')
			i++
		case b == ' ' || b == '\t' || b == '\r' || b == '\n':
			i++
		default:
			dst = append(dst, b)
			i++
		}
	}
	return dst
}

// stringLength returns the length of the string at the start of text, including
// its quotes.
func stringLength(text []byte) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}

func numberLength(text []byte) int {
	for i, b := range text {
		if (b < '0' || b > '9') && b != '-' && b != '+' && b != '.' && b != 'e' && b != 'E' {
			return i
		}
	}
	return len(text)
}

// appendRewrittenString appends a string in strict JSON as ASCII. It keeps
// existing escapes.
func appendRewrittenString(dst, text []byte) []byte {
	for i := 0; i < len(text); {
		if b := text[i]; b < 0x7f {
			dst = append(dst, b)
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		dst = AppendEscaped(dst, r)
		i += size
	}
	return dst
}

// AppendNumber appends a number as QEMU writes it after reading it. A number
// beyond the range of a double is not changed.
func AppendNumber(dst, text []byte) []byte {
	if isShortInteger(text) {
		return append(dst, text...)
	}
	if n, err := strconv.ParseInt(string(text), 10, 64); err == nil {
		return strconv.AppendInt(dst, n, 10)
	}
	if n, err := strconv.ParseUint(string(text), 10, 64); err == nil {
		return strconv.AppendUint(dst, n, 10)
	}
	f, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		return append(dst, text...)
	}
	return fmt.Appendf(dst, "%.17g", f)
}

// isShortInteger reports whether text has at most 18 digits and nothing else. Then it is
// an integer of less than 64 bits, as ids and sizes are.
func isShortInteger(text []byte) bool {
	for _, b := range text {
		if b < '0' || b > '9' {
			return false
		}
	}
	return len(text) <= 18
}

// HexQuad returns the value of the four hexadecimal digits at the start of
// data, or -1.
func HexQuad(data []byte) rune {
	if len(data) < 4 {
		return -1
	}
	var r rune
	for _, c := range data[:4] {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return -1
		}
		r = r<<4 | rune(c)
	}
	return r
}

// Unquote appends the value of a string in strict JSON, given the text between its
// quotes.
func Unquote(dst, body []byte) []byte {
	for i := 0; i < len(body); {
		c := body[i]
		if c != '\\' {
			run := i + 1
			for run < len(body) && body[run] != '\\' {
				run++
			}
			dst = append(dst, body[i:run]...)
			i = run
			continue
		}
		switch c := body[i+1]; c {
		case 'b':
			dst = append(dst, '\b')
		case 'f':
			dst = append(dst, '\f')
		case 'n':
			dst = append(dst, '\n')
		case 'r':
			dst = append(dst, '\r')
		case 't':
			dst = append(dst, '\t')
		case 'u':
			r := HexQuad(body[i+2:])
			if utf16.IsSurrogate(r) {
				r = utf16.DecodeRune(r, HexQuad(body[i+8:]))
				i += 6
			}
			dst = utf8.AppendRune(dst, r)
			i += 4
		default:
			dst = append(dst, c)
		}
		i += 2
	}
	return dst
}

// Shorten returns a text of up to longest bytes as it is, and otherwise its beginning
// and "...", cut between characters, for quoting a peer's input in an error.
func Shorten(text string, longest int) string {
	if len(text) <= longest {
		return text
	}
	end := longest
	for end > longest-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "..."
}
