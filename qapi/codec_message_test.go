package qapi_test

import (
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/qapi"
)

// TestErrorMessages fixes what a person reads.
func TestErrorMessages(t *testing.T) {
	tests := []struct {
		document string
		v        any
		want     string
	}{
		{`{"key"`, new(Pair), "qapi: malformed JSON at byte 6: the document ends early"},
		{`{"a":1,"a":2}`, new(Pair), `qapi: malformed JSON at byte 7: an object has the member "a" twice`},
		{`[]`, new(Pair), "qapi: the value is an array, but must be of type object"},
		{`{"key":true}`, new(Pair), `qapi: member "key" is a boolean, but must be of type string`},
		{`{"key":null}`, new(Pair), `qapi: member "key" is null, but must be of type string`},
		{`[{"key":1.50}]`, new([]Pair), `qapi: member "[0].key" is 1.50, but must be of type string`},
		{`1000`, new(uint8), "qapi: the value is 1000, which is out of range for uint8"},
		{`{"name":"a","leaf":{}}`, new(Tree), `qapi: member "leaf.tree" is missing`},
		{`{"name":"a","x\ny":1}`, new(Tree), `qapi: member "x\ny" is not expected`},
		{`"mid"`, new(Level), `qapi: the value is "mid", which is no value of Level`},
		{`{"driver":"tape"}`, new(Block), `qapi: member "driver" is "tape", which is no value of BlockDriver`},
		{`"` + strings.Repeat("x", 1000) + `"`, new(Level), `qapi: the value is "` + strings.Repeat("x", 80) + `...", which is no value of Level`},
	}
	for _, test := range tests {
		if err := qapi.UnmarshalStrict([]byte(test.document), test.v); err == nil || err.Error() != test.want {
			t.Errorf("%s:\ngot  %v\nwant %s", test.document, err, test.want)
		}
	}
	_, err := qapi.Marshal(Tree{Name: "a", Children: []Tree{{Name: "\xff"}}})
	if want := `qapi: cannot encode member "children[0].name": it is not valid UTF-8`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	pair := []byte(`{"key":"k","value":1,"old":1}`)
	err = qapi.UnmarshalWithPolicy(pair, new(Pair), qapi.InputPolicy{Deprecated: qapi.Reject})
	if want := `qapi: member "old" is deprecated, which the policy rejects`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
