package qapi_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/qapi"
)

// TestMalformedJSON decodes documents that are not JSON, or not the JSON that
// is accepted; each must be found wrong at the same place whether its values
// are decoded, kept raw or passed over.
func TestMalformedJSON(t *testing.T) {
	tests := []struct {
		name, document string
		offset         int
	}{
		{"nothing", ``, 0},
		{"white space", " \n", 2},
		{"trailing bytes", `[] []`, 3},
		{"trailing comma", `["a",]`, 5},
		{"comma at the start", `[,"a"]`, 1},
		{"no comma", `["a" "b"]`, 5},
		{"wrong closer", `["a"}`, 4},
		{"no closer", `["a"`, 4},
		{"closer alone", `]`, 0},
		{"no colon", `[{"a" 1}]`, 6},
		{"no value", `[{"a":}]`, 6},
		{"name that is no string", `[{a:1}]`, 2},
		{"trailing comma in an object", `[{"a":1,}]`, 8},
		{"misspelt literal", `[nul]`, 4},
		{"upper-case literal", `[True]`, 1},
		{"single quotes", `['a']`, 1},
		{"no closing quote", `["a`, 3},
		{"backslash at the end", `["a\`, 3},
		{"unknown escape", `["\x"]`, 2},
		{"short escape", `["\u12"]`, 2},
		{"escape without digits", `["\u00g0"]`, 2},
		{"newline in a string", "[\"a\nb\"]", 3},
		{"NUL in a string", "[\"a\x00b\"]", 3},
		{"NUL", "[\x00]", 1},
		{"byte order mark", "\ufeff[]", 0},
		{"invalid UTF-8", "[\"a\xff\"]", 3},
		{"overlong UTF-8", "[\"\xc0\x80\"]", 2},
		{"surrogate in UTF-8", "[\"\xed\xa0\x80\"]", 2},
		{"truncated UTF-8", "[\"\xe2\x82\"]", 2},
		{"invalid UTF-8 in a name", "[{\"\xff\":1}]", 3},
		{"lone high surrogate", `["\ud800"]`, 2},
		{"lone low surrogate", `["\udc00"]`, 2},
		{"high surrogates", `["\ud800\ud800"]`, 2},
		{"surrogate and something else", `["\ud800\n"]`, 2},
		{"comment", `[/**/]`, 1},
		{"form feed", "[\f]", 1},
	}
	for _, test := range tests {
		for _, v := range []any{new([]string), new(json.RawMessage), new([]Pair), new(Pair)} {
			err := decodeError(t, qapi.Unmarshal([]byte(test.document), v))
			if err == nil || err.Kind != qapi.MalformedJSON || err.Offset != test.offset {
				t.Errorf("%s, %T: got %v, want malformed JSON at byte %d", test.name, v, err, test.offset)
			}
		}
	}
}

// TestDepth accepts 1024 nested arrays and objects and refuses 1025.
func TestDepth(t *testing.T) {
	nested := func(depth int, core string) []byte {
		return []byte(strings.Repeat("[", depth) + core + strings.Repeat("]", depth))
	}
	trees := func(depth int) []byte { // two containers each, one for the last
		return []byte(strings.Repeat(`{"name":"a","children":[`, depth) + `{"name":"a"}` + strings.Repeat(`]}`, depth))
	}
	var raw json.RawMessage
	if err := qapi.Unmarshal(nested(1024, ""), &raw); err != nil {
		t.Errorf("1024 arrays: %v", err)
	}
	if err := decodeError(t, qapi.Unmarshal(nested(1025, ""), &raw)); err == nil || err.Offset != 1024 {
		t.Errorf("1025 arrays: got %v, want an error at byte 1024", err)
	}
	if err := qapi.Unmarshal(nested(1023, `{"a":1}`), &raw); err != nil {
		t.Errorf("1023 arrays and an object: %v", err)
	}
	if err := decodeError(t, qapi.Unmarshal(nested(1024, `{}`), &raw)); err == nil {
		t.Error("1024 arrays and an object were accepted")
	}
	var tree Tree
	if err := qapi.UnmarshalStrict(trees(511), &tree); err != nil {
		t.Errorf("1023 containers in a type: %v", err)
	}
	if _, err := qapi.Marshal(&tree); err != nil {
		t.Errorf("1023 containers in a type: %v", err)
	}
	if err := decodeError(t, qapi.UnmarshalStrict(trees(512), &tree)); err == nil || err.Kind != qapi.MalformedJSON {
		t.Errorf("1025 containers in a type: got %v, want an error", err)
	}
}

// TestStringValues decodes escape sequences to what they stand for.
func TestStringValues(t *testing.T) {
	tests := []struct{ document, want string }{
		{`""`, ""},
		{`"plain"`, "plain"},
		{`"\"\\\/\b\f\n\r\t"`, "\"\\/\b\f\n\r\t"},
		{`"\u0000"`, "\x00"},
		{`"\u00e9\u00E9"`, "éé"},
		{`"\ud83d\ude00!"`, "😀!"},
		{`"é€😀"`, "é€😀"},
		{`"\uffff"`, "\uffff"},
		{"\"0123456\x7f\"", "0123456\x7f"},
		{`"0123456789abcdef\n0123456789abcdef"`, "0123456789abcdef\n0123456789abcdef"},
	}
	for _, test := range tests {
		var got string
		if err := qapi.Unmarshal([]byte(test.document), &got); err != nil || got != test.want {
			t.Errorf("%s: got %q, %v, want %q", test.document, got, err, test.want)
		}
	}
}
