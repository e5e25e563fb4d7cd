package qjson

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/testcost"
)

func TestPlainRunEndsAtEveryOtherByte(t *testing.T) {
	for b := range 256 {
		plain := b >= 0x20 && b < 0x80 && b != '"' && b != '\\'
		for at := range 20 {
			text := bytes.Repeat([]byte("a"), 20)
			text[at] = byte(b)
			want := at
			if plain {
				want = len(text)
			}
			if got := PlainRun(text, 0); got != want {
				t.Errorf("%q at %d: ends at %d, want %d", b, at, got, want)
			}
			if got := PlainRun(string(text), at); got != want {
				t.Errorf("%q at %d of a string: ends at %d, want %d", b, at, got, want)
			}
		}
	}
}

func TestStringsAreASCIIOnOneLine(t *testing.T) {
	for b := range 256 {
		for at := range 20 {
			text := strings.Repeat("a", at) + string(rune(b)) + strings.Repeat("b", 19-at)
			quoted := AppendString(nil, text)
			for _, c := range quoted {
				if c < 0x20 || c >= 0x7f {
					t.Fatalf("%q has a byte %#x: %s", text, c, quoted)
				}
			}
			if back := Unquote(nil, quoted[1:len(quoted)-1]); string(back) != text {
				t.Errorf("%q is read back as %q", text, back)
			}
		}
	}
}

// Clients determine what is parsed, and what is quoted in an error.
func TestStringsTakeLinearTime(t *testing.T) {
	const size = 512 << 10
	for _, text := range []string{"a", "\x7f", "a\x7f", "\u00e9", "a\u20ac", "\xff", `\"`, `\u007f`} {
		t.Run(strconv.Quote(text), func(t *testing.T) {
			s := strings.Repeat(text, size/len(text))
			testcost.Check(t, size, 64, func() { AppendString(nil, s) })
			testcost.Check(t, size, 64, func() { AppendValue(nil, []byte(`"`+s+`"`)) })
			testcost.Check(t, size, 64, func() {
				NewParser(MessageLimits{Bytes: 2 * size, Tokens: 10, Nesting: 10}, nil).Feed([]byte(`["` + s + `"]`))
			})
		})
	}
}
