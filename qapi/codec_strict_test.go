package qapi_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/qapi-go/qapi-gen/qapi"
)

// decodeError returns the *DecodeError that decoding ends with, without its
// offset, or nil when there is no error.
func decodeError(t *testing.T, err error) *qapi.DecodeError {
	t.Helper()
	if err == nil {
		return nil
	}
	var de *qapi.DecodeError
	if !errors.As(err, &de) {
		t.Fatalf("got %v, want a *DecodeError", err)
	}
	return de
}

var ignoreOffset = cmpopts.IgnoreFields(qapi.DecodeError{}, "Offset")

// TestDecodeErrors has a case for each thing that a document may do wrong, with
// the error that strict decoding reports. Those that tolerant decoding does
// not mind are marked.
func TestDecodeErrors(t *testing.T) {
	tests := []struct {
		name, document string
		v              any
		want           qapi.DecodeError
		tolerated      bool
	}{
		{"unknown member", `{"key":"a","value":1,"extra":{"a":[]}}`, new(Pair),
			qapi.DecodeError{Kind: qapi.UnexpectedMember, Path: "extra"}, true},
		{"unknown member in depth", `{"name":"a","children":[{"name":"b"},{"name":"c","leaf":{"tree":{"name":"d","x":1}}}]}`, new(Tree),
			qapi.DecodeError{Kind: qapi.UnexpectedMember, Path: "children[1].leaf.tree.x"}, true},
		{"unknown member in a top-level array", `[{"key":"a","value":1},{"key":"b","value":1,"x":2}]`, new([]Pair),
			qapi.DecodeError{Kind: qapi.UnexpectedMember, Path: "[1].x"}, true},
		{"unknown member of a branch", `{"driver":"file","filename":"f","path":"p"}`, new(Block),
			qapi.DecodeError{Kind: qapi.UnexpectedMember, Path: "path"}, true},
		{"member of another branch", `{"driver":"zero","filename":"f"}`, new(Block),
			qapi.DecodeError{Kind: qapi.UnexpectedMember, Path: "filename"}, true},
		{"missing member", `{"key":"a"}`, new(Pair),
			qapi.DecodeError{Kind: qapi.MissingMember, Path: "value"}, true},
		{"missing member in depth", `{"o-pairs":[{"key":"a","value":1},{"value":2}],"strs":[],"ints":[],"u8s":[],"levels":[],"pairs":[],"anys":[]}`, new(Lists),
			qapi.DecodeError{Kind: qapi.MissingMember, Path: "o-pairs[1].key"}, true},
		{"missing member of a branch", `{"driver":"file"}`, new(Block),
			qapi.DecodeError{Kind: qapi.MissingMember, Path: "filename"}, true},
		{"missing member of a union in a union", `{"driver":"net","export":"e","type":"tcp","port":1}`, new(Block),
			qapi.DecodeError{Kind: qapi.MissingMember, Path: "host"}, true},
		{"missing discriminator", `{"filename":"f"}`, new(Block),
			qapi.DecodeError{Kind: qapi.MissingMember, Path: "driver"}, true},
		{"unknown discriminator", `{"driver":"tape","filename":"f"}`, new(Block),
			qapi.DecodeError{Kind: qapi.UnknownValue, Path: "driver", Expected: "BlockDriver", Found: "tape"}, true},
		{"unknown discriminator that comes late", `{"filename":"f","driver":"tape"}`, new(Block),
			qapi.DecodeError{Kind: qapi.UnknownValue, Path: "driver", Expected: "BlockDriver", Found: "tape"}, true},
		{"unknown value of an enum", `{"driver":"file","filename":"f","locking":"mid"}`, new(Block),
			qapi.DecodeError{Kind: qapi.UnknownValue, Path: "locking", Expected: "Level", Found: "mid"}, true},
		{"discriminator that is no string", `{"filename":"f","driver":1}`, new(Block),
			qapi.DecodeError{Kind: qapi.WrongType, Path: "driver", Expected: "string", Found: "1"}, false},

		{"string for a struct", `"a"`, new(Pair),
			qapi.DecodeError{Kind: qapi.WrongType, Expected: "object", Found: "string"}, false},
		{"array for a union", `{"driver":"overlay","file":{"driver":"overlay","file":[]}}`, new(Block),
			qapi.DecodeError{Kind: qapi.WrongType, Path: "file.file", Expected: "BlockRef", Found: "array"}, false},
		{"object for an array", `{"name":"a","children":{}}`, new(Tree),
			qapi.DecodeError{Kind: qapi.WrongType, Path: "children", Expected: "array", Found: "object"}, false},
		{"number for a string", `{"key":1,"value":1}`, new(Pair),
			qapi.DecodeError{Kind: qapi.WrongType, Path: "key", Expected: "string", Found: "1"}, false},
		{"string for an integer", `{"key":"a","value":"1"}`, new(Pair),
			qapi.DecodeError{Kind: qapi.WrongType, Path: "value", Expected: "int64", Found: "string"}, false},
		{"bool for an enum", `{"driver":true}`, new(Block),
			qapi.DecodeError{Kind: qapi.WrongType, Path: "driver", Expected: "string", Found: "boolean"}, false},
		{"integer for a bool", `{"driver":"zero","read-only":1}`, new(Block),
			qapi.DecodeError{Kind: qapi.WrongType, Path: "read-only", Expected: "boolean", Found: "1"}, false},
		{"element of the wrong kind", `["a",2]`, new([]string),
			qapi.DecodeError{Kind: qapi.WrongType, Path: "[1]", Expected: "string", Found: "2"}, false},

		{"null for a string", `{"key":null,"value":1}`, new(Pair),
			qapi.DecodeError{Kind: qapi.WrongType, Path: "key", Expected: "string", Found: "null"}, false},
		{"null for an optional member", `{"driver":"zero","node-name":null}`, new(Block),
			qapi.DecodeError{Kind: qapi.WrongType, Path: "node-name", Expected: "string", Found: "null"}, false},
		{"null for a struct", `null`, new(Pair),
			qapi.DecodeError{Kind: qapi.WrongType, Expected: "object", Found: "null"}, false},
		{"null for an alternate without it", `{"driver":"overlay","file":null}`, new(Block),
			qapi.DecodeError{Kind: qapi.WrongType, Path: "file", Expected: "BlockRef", Found: "null"}, false},
		{"false for null", `false`, new(qapi.Null),
			qapi.DecodeError{Kind: qapi.WrongType, Expected: "null", Found: "boolean"}, false},

		{"alternate of no such kind", `null`, new(Choice),
			qapi.DecodeError{Kind: qapi.WrongType, Expected: "Choice", Found: "null"}, false},
		{"alternate's integer with a fraction", `1.5`, new(Choice),
			qapi.DecodeError{Kind: qapi.WrongType, Expected: "int8", Found: "1.5"}, false},
		{"alternate's integer out of range", `128`, new(Choice),
			qapi.DecodeError{Kind: qapi.OutOfRange, Expected: "int8", Found: "128"}, false},
		{"alternate's unknown enum value", `"mid"`, new(Choice),
			qapi.DecodeError{Kind: qapi.UnknownValue, Expected: "Level", Found: "mid"}, true},
		{"error within an alternate", `{"driver":"overlay","file":{"driver":"file","filename":1}}`, new(Block),
			qapi.DecodeError{Kind: qapi.WrongType, Path: "file.filename", Expected: "string", Found: "1"}, false},

		{"duplicate member", `{"key":"a","value":1,"key":"a"}`, new(Pair),
			qapi.DecodeError{Kind: qapi.DuplicateMember, Reason: "the member is there twice", Found: "key"}, false},
		{"duplicate member in another spelling", `{"key":"a","value":1,"\u006bey":"a"}`, new(Pair),
			qapi.DecodeError{Kind: qapi.DuplicateMember, Reason: "the member is there twice", Found: "key"}, false},
		{"duplicate unknown member", `{"key":"a","value":1,"x":1,"x":1}`, new(Pair),
			qapi.DecodeError{Kind: qapi.DuplicateMember, Reason: "the member is there twice", Found: "x"}, false},
		{"duplicate member in an unknown one", `{"key":"a","value":1,"x":{"y":1,"y":1}}`, new(Pair),
			qapi.DecodeError{Kind: qapi.DuplicateMember, Reason: "the member is there twice", Found: "y"}, false},
		{"duplicate member in a raw value", `[{"a":{"b":1,"b":2}}]`, new([]json.RawMessage),
			qapi.DecodeError{Kind: qapi.DuplicateMember, Reason: "the member is there twice", Found: "b"}, false},
		{"duplicate discriminator", `{"filename":"f","driver":"file","driver":"file"}`, new(Block),
			qapi.DecodeError{Kind: qapi.DuplicateMember, Reason: "the member is there twice", Found: "driver"}, false},
		{"duplicate member of an unknown branch", `{"driver":"tape","a":1,"a":1}`, new(Block),
			qapi.DecodeError{Kind: qapi.DuplicateMember, Reason: "the member is there twice", Found: "a"}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := decodeError(t, qapi.UnmarshalStrict([]byte(test.document), fresh(test.v)))
			if diff := cmp.Diff(&test.want, got, ignoreOffset); diff != "" {
				t.Errorf("strict (-want +got):\n%s", diff)
			}
			got = decodeError(t, qapi.Unmarshal([]byte(test.document), fresh(test.v)))
			if test.tolerated {
				if got != nil {
					t.Errorf("tolerant: %v", got)
				}
			} else if diff := cmp.Diff(&test.want, got, ignoreOffset); diff != "" {
				t.Errorf("tolerant (-want +got):\n%s", diff)
			}
		})
	}
}

// TestFirstErrorInSchemaOrder has documents with several errors: the one in
// the order of the schema is reported, unexpected members last, and malformed
// JSON before everything.
func TestFirstErrorInSchemaOrder(t *testing.T) {
	tests := []struct {
		name, document string
		v              any
		kind           qapi.DecodeErrorKind
		path           string
	}{
		{"members, not the document's order", `{"value":"x","key":1}`, new(Pair), qapi.WrongType, "key"},
		{"missing before wrong", `{"value":"x"}`, new(Pair), qapi.MissingMember, "key"},
		{"wrong before missing", `{"key":1}`, new(Pair), qapi.WrongType, "key"},
		{"unexpected last", `{"extra":1,"key":"a"}`, new(Pair), qapi.MissingMember, "value"},
		{"inner unexpected before outer members", `{"leaf":1,"children":[{"name":"a","x":1}],"name":"a"}`, new(Tree), qapi.UnexpectedMember, "children[0].x"},
		{"the document's order among unexpected ones", `{"z":1,"key":"a","a":1,"value":1}`, new(Pair), qapi.UnexpectedMember, "z"},
		{"base before branch", `{"filename":1,"driver":"file","read-only":1}`, new(Block), qapi.WrongType, "read-only"},
		{"discriminator before other base members", `{"read-only":1,"driver":"tape"}`, new(Block), qapi.UnknownValue, "driver"},
		{"container before elements", `{"name":"a","children":{"x":1},"leaf":1}`, new(Tree), qapi.WrongType, "children"},
		{"malformed at the end", `{"key":1,"value":"x","extra":1`, new(Pair), qapi.MalformedJSON, ""},
		{"duplicate at the end", `{"key":1,"value":"x","value":"x"}`, new(Pair), qapi.DuplicateMember, ""},
		{"trailing bytes", `{"key":1} x`, new(Pair), qapi.MalformedJSON, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := decodeError(t, qapi.UnmarshalStrict([]byte(test.document), fresh(test.v)))
			if got == nil || got.Kind != test.kind || got.Path != test.path {
				t.Errorf("got %v, want kind %d at %q", got, test.kind, test.path)
			}
		})
	}
}
