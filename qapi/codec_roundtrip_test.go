package qapi_test

import (
	"encoding/json"
	"testing"

	"github.com/qapi-go/qapi-gen/qapi"
)

// TestRoundTrip decodes documents strictly and encodes them back to the same
// bytes.
func TestRoundTrip(t *testing.T) {
	const scalars = `"str":"s","number":1.5,"bool":true,"int":-1,"i8":-128,"i16":-32768,"i32":-2147483648,"u8":255,"u16":65535,"u32":4294967295,"u64":18446744073709551615,"any":{"a":[1,null]},"null":null,"level":"high"`
	tests := []struct {
		name, document string
		v              any
	}{
		{"mandatory scalars", `{` + scalars + `}`, new(Scalars)},
		{"optional scalars that are zero", `{` + scalars + `,"o-str":"","o-number":0,"o-bool":false,"o-int":0,"o-i8":0,"o-u8":0,"o-u64":0,"o-any":null,"o-null":null,"o-level":"low"}`, new(Scalars)},
		{"empty lists", `{"strs":[],"ints":[],"u8s":[],"levels":[],"pairs":[],"anys":[],"o-strs":[],"o-pairs":[],"o-blocks":[]}`, new(Lists)},
		{"lists", `{"strs":["a","b"],"ints":[1,2,3,4,5,6,7,8,9],"u8s":[0,255],"levels":["low"],"pairs":[{"key":"a","value":1},{"key":"b","value":2,"old":3,"x-new":4}],"anys":[1,"x",null],"o-blocks":[{"driver":"zero"}]}`, new(Lists)},
		{"recursion", `{"name":"a","children":[{"name":"b"},{"name":"c","leaf":{"tree":{"name":"d"}}}]}`, new(Tree)},
		{"union", `{"node-name":"n","driver":"file","read-only":false,"filename":"f","locking":"low"}`, new(Block)},
		{"union with an empty branch", `{"driver":"zero"}`, new(Block)},
		{"union with a branch of optional members", `{"driver":"null-co"}`, new(Block)},
		{"union in a union", `{"driver":"net","export":"e","type":"tcp","host":"h","port":1}`, new(Block)},
		{"union in a union without a branch", `{"driver":"net","export":"e","type":"none"}`, new(Block)},
		{"alternates", `{"driver":"overlay","file":{"driver":"file","filename":"f"},"backing":null}`, new(Block)},
		{"alternate by reference", `{"driver":"overlay","file":"f","backing":"b"}`, new(Block)},
		{"alternate bool", `true`, new(Choice)},
		{"alternate enum", `"low"`, new(Choice)},
		{"alternate integer", `-1`, new(Choice)},
		{"alternate array", `[]`, new(Choice)},
		{"top-level slice", `[{"key":"a","value":1}]`, new([]Pair)},
		{"top-level string", `"a"`, new(string)},
		{"top-level raw", `{"a":1}`, new(json.RawMessage)},
		{"top-level pointer", `{"key":"a","value":1}`, new(*Pair)},
		{"top-level null", `null`, new(qapi.Null)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if err := qapi.UnmarshalStrict([]byte(test.document), test.v); err != nil {
				t.Fatal(err)
			}
			got, err := qapi.Marshal(test.v)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != test.document {
				t.Errorf("got  %s\nwant %s", got, test.document)
			}
		})
	}
}
