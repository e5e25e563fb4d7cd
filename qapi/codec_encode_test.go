package qapi_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/qapi"
)

// TestMarshal encodes values whose form takes a rule to tell.
func TestMarshal(t *testing.T) {
	tests := []struct {
		name string
		v    any
		want string
	}{
		{"value, not pointer", Pair{Key: "k"}, `{"key":"k","value":0}`},
		{"pointer to a pointer", ptr(&Pair{Key: "k"}), `{"key":"k","value":0}`},
		{"slice", []Pair{{Key: "k"}}, `[{"key":"k","value":0}]`},
		{"nil slice", []Pair(nil), `[]`},
		{"enum", LevelLow, `"low"`},
		{"integer", int64(-1), `-1`},
		{"bytes are numbers", []uint8{1, 2}, `[1,2]`},
		{"raw", json.RawMessage(" { \"a\" : [ 1 , \"x y\" ] } "), `{"a":[1,"x y"]}`},
		{"null", qapi.Null{}, `null`},
		{"empty optional slice", Tree{Name: "a", Children: []Tree{}}, `{"name":"a","children":[]}`},
		{"discriminator from the branch", Block{File: &BlockFile{Filename: "f"}}, `{"driver":"file","filename":"f"}`},
		{"discriminators from the branches", Block{Net: &BlockNet{Export: "e", Unix: &NetUnix{Path: "p"}}}, `{"driver":"net","export":"e","type":"unix","path":"p"}`},
		{"nil branch that may be empty", Block{Driver: "null-co"}, `{"driver":"null-co"}`},
		{"empty branch", Block{Driver: "zero"}, `{"driver":"zero"}`},
		{"unknown branch without members", Block{Driver: "tape", UnknownBranch: json.RawMessage(`{}`)}, `{"driver":"tape"}`},
		{"minimal escapes", "<é\u2028\"\\\n\x01\x7f>", "\"<é\u2028\\\"\\\\\\n\\u0001\x7f>\""},
		{"shortest numbers", []float64{0, 1, -1.5, 0.1, 1e20, 1e21, 1e-6, 1e-7, math.MaxFloat64}, `[0,1,-1.5,0.1,100000000000000000000,1e+21,0.000001,1e-7,1.7976931348623157e+308]`},
		{"negative zero", math.Copysign(0, -1), `-0`},
	}
	for _, test := range tests {
		got, err := qapi.Marshal(test.v)
		if err != nil || string(got) != test.want {
			t.Errorf("%s: got %s, %v, want %s", test.name, got, err, test.want)
		}
	}
}

// TestMarshalErrors encodes values that no peer could read.
func TestMarshalErrors(t *testing.T) {
	tests := []struct {
		name, path, reason string
		v                  any
	}{
		{"no discriminator, no branch", "", "the discriminator driver is empty, and no branch is set", Block{}},
		{"two branches", "", "the branches file and null-co are both set", Block{File: &BlockFile{}, NullCo: &BlockNull{}}},
		{"two branches beside the discriminator", "", "the branches file and null-co are both set", Block{Driver: "file", File: &BlockFile{}, NullCo: &BlockNull{}}},
		{"another branch", "", `the discriminator driver is "net", but the branch file is set`, Block{Driver: "net", File: &BlockFile{}}},
		{"a branch beside an unknown discriminator", "", `the discriminator driver is "tape", but the branch file is set`, Block{Driver: "tape", File: &BlockFile{}}},
		{"nil branch", "", "the branch file has mandatory members, but is nil", Block{Driver: "file"}},
		{"nil branch that is a union", "", "the branch net has mandatory members, but is nil", Block{Driver: "net"}},
		{"UnknownBranch of a known one", "", "UnknownBranch is set, but the branch zero is known", Block{Driver: "zero", UnknownBranch: json.RawMessage(`{}`)}},
		{"UnknownBranch that is no object", "UnknownBranch", "it is not a JSON object", Block{Driver: "tape", UnknownBranch: json.RawMessage(`[]`)}},
		{"UnknownBranch with a member of the base", "UnknownBranch", "it repeats the member read-only", Block{Driver: "tape", ReadOnly: new(bool), UnknownBranch: json.RawMessage(`{"read-only":1}`)}},
		{"alternate without a choice", "file", "the alternate BlockRef has no alternative set", Block{Overlay: &BlockOverlay{}}},
		{"alternate with two", "file", "the alternate BlockRef has both definition and reference", Block{Overlay: &BlockOverlay{File: BlockRef{Definition: &Block{}, Reference: new(string)}}}},
		{"not a number", "[1]", "JSON has no NaN", []float64{0, math.NaN()}},
		{"infinity", "", "JSON has no -Inf", math.Inf(-1)},
		{"string that is not UTF-8", "[0].key", "it is not valid UTF-8", []Pair{{Key: "a\xff"}}},
		{"mandatory raw value that is nil", "anys[1]", "the json.RawMessage is empty, but mandatory", Lists{Anys: []json.RawMessage{json.RawMessage("1"), nil}}},
		{"raw value that is not JSON", "", "the json.RawMessage is not valid: the document ends early", json.RawMessage("-")},
		{"raw value with a duplicate", "", "the json.RawMessage is not valid: the member is there twice", json.RawMessage(`{"a":1,"a":2}`)},
		{"mandatory pointer that is nil", "leaf.tree", "it is nil, but mandatory", Tree{Leaf: &Leaf{}}},
	}
	for _, test := range tests {
		buffer := []byte("before")
		out, err := qapi.AppendJSON(buffer, test.v)
		var ee *qapi.EncodeError
		if !errors.As(err, &ee) || ee.Path != test.path || ee.Reason != test.reason {
			t.Errorf("%s: got %v, want %q at %q", test.name, err, test.reason, test.path)
		}
		if string(out) != "before" {
			t.Errorf("%s: the buffer became %q", test.name, out)
		}
	}
}

// TestMarshalCircle encodes a value that contains itself.
func TestMarshalCircle(t *testing.T) {
	tree := Tree{Name: "a", Leaf: new(Leaf)}
	tree.Leaf.Tree = &tree
	_, err := qapi.Marshal(&tree)
	var ee *qapi.EncodeError
	if !errors.As(err, &ee) || !strings.Contains(ee.Reason, "1024 deep") {
		t.Errorf("got %v, want an error about the depth", err)
	}
	deep := json.RawMessage(strings.Repeat("[", 1024) + strings.Repeat("]", 1024))
	if _, err := qapi.Marshal(deep); err != nil {
		t.Errorf("a raw value of depth 1024: %v", err)
	}
	if _, err := qapi.Marshal([]json.RawMessage{deep}); err == nil {
		t.Error("a raw value of depth 1024 in an array was accepted")
	}
}

// TestMarshalForServer encodes as QEMU's monitor does.
func TestMarshalForServer(t *testing.T) {
	tests := []struct {
		v    any
		want string
	}{
		{Tree{Name: "a", Children: []Tree{{Name: "b"}, {Name: "c"}}}, `{"name": "a", "children": [{"name": "b"}, {"name": "c"}]}`},
		{Block{Driver: "tape", UnknownBranch: json.RawMessage(`{"a":[1,2],"b":"\u00e9"}`)}, `{"driver": "tape", "a": [1, 2], "b": "\u00E9"}`},
		{Lists{}, `{"strs": [], "ints": [], "u8s": [], "levels": [], "pairs": [], "anys": []}`},
		{"a\xffb", `"a\uFFFDb"`},
		{"é€😀\x7f\x01\n/", `"\u00E9\u20AC\uD83D\uDE00\u007F\u0001\n/"`},
		{json.RawMessage(`{"é":"\u00e9\/","n":1.50}`), `{"\u00E9": "\u00E9/", "n": 1.5}`},
		{0.1, `0.10000000000000001`},
		{1.0, `1`},
		{1e17, `1e+17`},
		{12345.0, `12345`},
		{1e-5, `1.0000000000000001e-05`},
	}
	for _, test := range tests {
		got, err := qapi.MarshalForServer(test.v, qapi.OutputPolicy{})
		if err != nil || string(got) != test.want {
			t.Errorf("%v: got %s, %v, want %s", test.v, got, err, test.want)
		}
	}
}

// TestEncodingJSON uses the types through encoding/json, in types of its own.
func TestEncodingJSON(t *testing.T) {
	type outer struct {
		Block  Block            `json:"block"`
		Pairs  map[string]*Pair `json:"pairs"`
		Choice *Choice          `json:"choice,omitempty"`
	}
	document := `{"block":{"driver":"file","filename":"<&>"},"pairs":{"a":{"key":"k","value":1}},"choice":[]}`
	var v outer
	if err := json.Unmarshal([]byte(document), &v); err != nil {
		t.Fatal(err)
	}
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil || buffer.String() != document+"\n" {
		t.Errorf("got %s, %v", buffer.String(), err)
	}
	indented, err := json.MarshalIndent(v.Pairs["a"], "", " ")
	if want := "{\n \"key\": \"k\",\n \"value\": 1\n}"; err != nil || string(indented) != want {
		t.Errorf("got %s, %v", indented, err)
	}
	if err := json.Unmarshal([]byte(`{"block":{"driver":1}}`), &v); err == nil {
		t.Error("no error for a discriminator that is a number")
	}
}

// A mandatory member that is null must not pass for one that is all zero.
func TestEncodingJSONTakesNullForAPointerOnly(t *testing.T) {
	var byValue struct{ Pair Pair }
	var decodeError *qapi.DecodeError
	if err := json.Unmarshal([]byte(`{"Pair":null}`), &byValue); !errors.As(err, &decodeError) || decodeError.Kind != qapi.WrongType {
		t.Errorf("a struct that is null: got %v, want a DecodeError for its type", err)
	}
	byPointer := struct{ Pair *Pair }{new(Pair)}
	if err := json.Unmarshal([]byte(`{"Pair":null}`), &byPointer); err != nil || byPointer.Pair != nil {
		t.Errorf("a pointer that is null: got %v, %v", byPointer.Pair, err)
	}
}

// ptr returns a pointer to v.
func ptr[T any](v T) *T { return &v }
