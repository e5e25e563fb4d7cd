package qjson

import (
	stdcmp "cmp"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// assemble feeds input in pieces of size, and returns the complete messages:
// their text, or "error: " and the description.
func assemble(input []byte, size int, limits MessageLimits) []string {
	a := NewParser(withDefaults(limits), nil)
	var got []string
	for piece := range slices.Chunk(input, size) {
		for len(piece) > 0 {
			m, n, complete := a.Feed(piece)
			piece = piece[n:]
			switch {
			case complete && m.Err != nil:
				got = append(got, "error: "+m.Err.Desc)
			case complete:
				got = append(got, string(m.Text))
			}
		}
	}
	return got
}

// testLimits are QEMU's.
var testLimits = MessageLimits{Bytes: 64 << 20, Tokens: 2 << 20, Nesting: 1024}

func withDefaults(l MessageLimits) MessageLimits {
	return MessageLimits{
		Bytes:   stdcmp.Or(l.Bytes, testLimits.Bytes),
		Tokens:  stdcmp.Or(l.Tokens, testLimits.Tokens),
		Nesting: stdcmp.Or(l.Nesting, testLimits.Nesting),
	}
}

func TestParserMessages(t *testing.T) {
	const parse = "error: JSON parse error, "
	for _, test := range []struct {
		name, input string
		want        []string
	}{
		{"white space alone", " \t\r\n ", nil},
		{"object", `{"a": [1, true , null], 'b':{}}`, []string{`{"a":[1,true,null],"b":{}}`}},
		{"nothing between messages", `{}[]{}`, []string{`{}`, `[]`, `{}`}},
		{"scalar needs what ends it", `42`, nil},
		{"scalar ends at white space", "42 ", []string{"42"}},
		{"scalar ends at a brace", "42{}", []string{"42", "{}"}},
		{"string ends itself", `"x"`, []string{`"x"`}},
		{"numbers", `[0,-0,1.5,1e3,-1.5E-7,1e400]`, []string{`[0,-0,1.5,1e3,-1.5E-7,1e400]`}},
		{"zero has no exponent", `[0e1]`, []string{parse + "expected separator in list"}},
		{"leading zero", "[01]\n", []string{parse + "stray '01'", parse + "expecting value"}},
		{"no digit behind the point", "[1.]", []string{parse + "stray '1.]'"}},
		{"keyword", `nulltrue `, []string{parse + "invalid keyword 'nulltrue'"}},
		{"comma between messages", `{},{}`, []string{"{}", parse + "expecting value", "{}"}},
		{"closer alone", `]}`, []string{parse + "expecting value", parse + "expecting value"}},
		{"wrong closer", `{]`, []string{parse + "expecting value"}},
		{"braces and brackets count apart", `{"a":[1}]`, []string{parse + "expected separator in list"}},
		{"mistake in grammar waits for the end", `{"a" 1, ["b" 2]} {}`, []string{parse + "missing : in object pair", "{}"}},
		{"first mistake counts", `{"a":bogus "b" 1}`, []string{parse + "invalid keyword 'bogus'"}},
		{"no comma in object", `{"a":1 "b":2}`, []string{parse + "expected separator in dict"}},
		{"comma before the end of an object", `{"a":1,}`, []string{parse + "expecting value"}},
		{"comma before the end of an array", `[1,]`, []string{parse + "expecting value"}},
		{"no value", `{"a":}`, []string{parse + "expecting value"}},
		{"key is a number", `{1:2}`, []string{parse + "key is not a string in object"}},
		{"key is an array", `{[1]:2}`, []string{parse + "key is not a string in object"}},
		{"mistake inside what stands for a key", `{[1 2]:2}`, []string{parse + "expected separator in list"}},
		{"duplicate key", `{"a":1,"b":2,"a":3}`, []string{parse + "duplicate key"}},
		{"duplicate by an escape", `{"a":1,"\u0061":2}`, []string{parse + "duplicate key"}},
		{"mistake in the value of a duplicate", `{"a":1,"a":bogus}`, []string{parse + "invalid keyword 'bogus'"}},
		{"same key in another object", `{"a":{"a":{"a":1}},"b":{"a":2}}`, []string{`{"a":{"a":{"a":1}},"b":{"a":2}}`}},
		{"lexical error at once", `{"a": *`, []string{parse + "stray '*'"}},
		{"skipping stops at structure", `* x "y" {}`, []string{parse + "stray '*'", "{}"}},
		{"skipping passes tabs", "*\t1 \n{}", []string{parse + "stray '*'", "{}"}},
		{"sentinel cuts a string", "{\"a\": \"b\xff{}", []string{parse + "stray '\"b\xff'", "{}"}},
		{"NUL ends what is shown", "{\"a\x00", []string{parse + "stray '\"a'"}},
		{"control character in a string", "\"a\tb\"\n", []string{parse + "stray '\"a\t'"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, size := range []int{1, 3, 1 << 20} {
				if diff := cmp.Diff(test.want, assemble([]byte(test.input), size, MessageLimits{})); diff != "" {
					t.Errorf("in pieces of %d (-want +got):\n%s", size, diff)
				}
			}
		})
	}
}

func TestParserStrings(t *testing.T) {
	const fault = "error: JSON parse error, "
	for _, test := range []struct{ input, want string }{
		{`'single "quoted" it\'s'`, `"single \"quoted\" it's"`},
		{`"\"\\\/\b\f\n\r\t"`, `"\"\\/\b\f\n\r\t"`},
		{"\"\u00e9\u20ac\U0001F600\"", "\"\u00e9\u20ac\U0001F600\""},
		{`"\u00e9\ud83d\ude00\u0001\u0000"`, "\"\u00e9\U0001F600\\u0001\\u0000\""},
		{"\"a\xc0\x80b\"", `"a\u0000b"`},
		{`"\x41"`, fault + "invalid escape sequence in string"},
		{`"\ud800"`, fault + `\ud800 is not a valid Unicode character`},
		{`"\ud800\ud800"`, fault + `\ud800 is not a valid Unicode character`},
		{`"\udc00"`, fault + `\udc00 is not a valid Unicode character`},
		{`"\uffff"`, fault + `\uffff is not a valid Unicode character`},
		{`"\ufdd0"`, fault + `\ufdd0 is not a valid Unicode character`},
		{`"\ud83f\udfff"`, fault + `\ud83f\udfff is not a valid Unicode character`},
		{`"\uDBFF\udFfE"`, fault + `\uDBFF\udFfE is not a valid Unicode character`},
		{`"\ud800\u0041"`, fault + `\ud800 is not a valid Unicode character`},
		{`"\u00g0"`, fault + `\u00g0 is not a valid Unicode character`},
		{`"\u12"`, fault + `\u12" is not a valid Unicode character`},
		{"\"\xef\xbf\xbf\"", fault + "invalid UTF-8 sequence in string"},
		{"\"\xed\xa0\x80\"", fault + "invalid UTF-8 sequence in string"},
		{"\"\xc0\xaf\"", fault + "invalid UTF-8 sequence in string"},
		{"\"\xf4\x90\x80\x80\"", fault + "invalid UTF-8 sequence in string"},
		{"\"\xe2\x82\"", fault + "invalid UTF-8 sequence in string"},
	} {
		if diff := cmp.Diff([]string{test.want}, assemble([]byte(test.input), 1<<20, MessageLimits{})); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.input, diff)
		}
	}
}

func TestParserLimits(t *testing.T) {
	nested := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	for _, test := range []struct {
		name, input string
		limits      MessageLimits
		want        []string
	}{
		{"nesting at the limit", nested(1024), MessageLimits{}, []string{nested(1024)}},
		{"nesting beyond it", strings.Repeat("[", 1025) + " 1 ", MessageLimits{}, []string{"error: JSON nesting depth limit exceeded", "1"}},
		{"tokens at the limit", "[1,2]", MessageLimits{Tokens: 5}, []string{"[1,2]"}},
		{"tokens beyond it", "[1,2,]", MessageLimits{Tokens: 5}, []string{"error: JSON token count limit exceeded"}},
		{"bytes at the limit", `["abcd"]`, MessageLimits{Bytes: 9}, []string{`["abcd"]`}},
		{"bytes beyond it", `["abcde"]`, MessageLimits{Bytes: 9}, []string{
			"error: JSON token size limit exceeded",
		}},
		{"white space is free", "[" + strings.Repeat(" ", 1000) + "]", MessageLimits{Bytes: 9}, []string{"[]"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := assemble([]byte(test.input), 1<<20, test.limits)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestParserForgetsAnEndlessString(t *testing.T) {
	limits := withDefaults(MessageLimits{Bytes: 1000})
	a := NewParser(limits, nil)
	piece := []byte(strings.Repeat("x", 100))
	a.Feed([]byte(`{"a": "`))
	for range 9 {
		if _, _, complete := a.Feed(piece); complete {
			t.Fatal("a message was complete before its limit")
		}
	}
	m, _, complete := a.Feed(piece)
	if !complete || m.Err == nil || m.Err.Desc != "JSON token size limit exceeded" {
		t.Fatalf("got %+v, %v", m, complete)
	}
	if len(a.lex.partial) > 0 {
		t.Errorf("%d bytes are kept", len(a.lex.partial))
	}
}

func TestParserFindsADuplicateAmongManyKeys(t *testing.T) {
	var b strings.Builder
	b.WriteByte('{')
	for i := range 1000 {
		b.WriteString(`"key` + strings.Repeat("x", i) + `":1,`)
	}
	for _, test := range []struct{ last, want string }{
		{`"other":1}`, ""},
		{`"keyx":1}`, "error: JSON parse error, duplicate key"},
	} {
		got := assemble([]byte(b.String()+test.last), 1<<20, MessageLimits{})
		if len(got) != 1 || strings.HasPrefix(got[0], "error") != (test.want != "") {
			t.Errorf("with %s: %.60q", test.last, got)
		}
	}
}

func FuzzLexer(f *testing.F) {
	for _, seed := range []string{
		`{"execute": "x", "id": [1, -0.5e+3, 'it\'s', "\ud83d\ude00"]}` + "\r\n{}",
		"{\"a\" 1]} * x {}\xff[01]", `"` + "\xc0\x80" + `"`, `nulltrue 0e1 {},{}`,
	} {
		f.Add([]byte(seed), 1)
	}
	f.Fuzz(func(t *testing.T, input []byte, size int) {
		whole := assemble(input, len(input)+1, MessageLimits{})
		if diff := cmp.Diff(whole, assemble(input, 1+max(size%16, 0), MessageLimits{})); diff != "" {
			t.Fatalf("the way the input is split shows (-whole +split):\n%s", diff)
		}
		for _, m := range whole {
			if !strings.HasPrefix(m, "error: ") && !json.Valid([]byte(m)) {
				t.Fatalf("%q is not valid JSON", m)
			}
		}
		checkRewriting(t, whole)
	})
}

// checkRewriting checks that a server's output for a message means the same,
// and that its output for that is unchanged.
func checkRewriting(t *testing.T, messages []string) {
	for _, m := range messages {
		if strings.HasPrefix(m, "error: ") {
			continue
		}
		written := AppendValue(nil, []byte(m))
		for _, b := range written {
			if b < 0x20 || b > 0x7e {
				t.Fatalf("%q is written as %q", m, written)
			}
		}
		var want, got any
		if json.Unmarshal([]byte(m), &want) != nil {
			continue // a number beyond float64
		}
		if err := json.Unmarshal(written, &got); err != nil {
			t.Fatalf("%q is written as %q: %v", m, written, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%q is written as %q:\n%s", m, written, diff)
		}
		if again := assemble(append(written, '\n'), 1<<20, MessageLimits{}); len(again) != 1 {
			t.Fatalf("%q is read back as %q", written, again)
		}
	}
}
