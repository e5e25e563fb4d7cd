package qjson

import (
	"bytes"
	"strings"
	"testing"
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
