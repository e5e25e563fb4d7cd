package qapi_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"github.com/qapi-go/qapi-gen/qapi"
)

// The types below don't match their tables.

type tooFew struct{ A string }

func (*tooFew) QAPIType() *qapi.Type { return &typePair }

type cannotBeAbsent struct {
	Key   string
	Value int64
	Old   int64
	New   *int64
}

func (*cannotBeAbsent) QAPIType() *qapi.Type { return &typePair }

type notExported struct {
	Key   string
	value int64
	Old   *int64
	New   *int64
}

func (v *notExported) QAPIType() *qapi.Type { _ = v.value; return &typePair }

type notStruct string

func (*notStruct) QAPIType() *qapi.Type { return &typePair }

type noUnknownBranch struct {
	NodeName *string
	Driver   BlockDriver
	ReadOnly *bool
	File     *BlockFile
	Overlay  *BlockOverlay
	Net      *BlockNet
	NullCo   *BlockNull
	Unknown  json.RawMessage
}

func (*noUnknownBranch) QAPIType() *qapi.Type { return &typeBlock }

type discriminatorIsString struct {
	NodeName      *string
	Driver        string
	ReadOnly      *bool
	File          *BlockFile
	Overlay       *BlockOverlay
	Net           *BlockNet
	NullCo        *BlockNull
	UnknownBranch json.RawMessage
}

func (*discriminatorIsString) QAPIType() *qapi.Type { return &typeBlock }

type sameKind struct {
	Definition *Level
	Reference  *string
}

func (*sameKind) QAPIType() *qapi.Type { return &typeBlockRef }

type alternativeNotPointer struct {
	Definition Block
	Reference  *string
}

func (*alternativeNotPointer) QAPIType() *qapi.Type { return &typeBlockRef }

type embeds struct{ Pair }

type noForm struct {
	Key   string
	Value int
	Old   *int64
	New   *int64
}

func (*noForm) QAPIType() *qapi.Type { return &typePair }

type noKind struct{ A string }

func (*noKind) QAPIType() *qapi.Type { return &qapi.Type{Name: "NoKind"} }

type badName struct{ A string }

func (*badName) QAPIType() *qapi.Type {
	return &qapi.Type{Name: "BadName", Kind: qapi.KindStruct, Members: []qapi.Member{{Name: `a"b`}}}
}

type sameName struct{ A, B string }

func (*sameName) QAPIType() *qapi.Type {
	return &qapi.Type{Name: "SameName", Kind: qapi.KindStruct, Members: []qapi.Member{{Name: "a"}, {Name: "a"}}}
}

// TestTableMismatch uses Go types that can't be what their tables were made
// for: an error says so, and memory is left alone.
func TestTableMismatch(t *testing.T) {
	tests := []struct {
		v    any
		want string
	}{
		{new(tooFew), "it has 1 fields, not 4"},
		{new(cannotBeAbsent), `the optional member "old" can't be absent in a int64`},
		{new(notExported), "the field value is embedded or unexported"},
		{new(notStruct), "it is not a struct"},
		{new(noUnknownBranch), "its last field is not UnknownBranch json.RawMessage"},
		{new(discriminatorIsString), "its discriminator is not a mandatory enum"},
		{new(sameKind), `the alternatives "definition" and "reference" are both a JSON string`},
		{new(alternativeNotPointer), `the alternative "definition" is not a pointer`},
		{new(embeds), "it has 1 fields, not 4"},
		{new(noForm), "Go type int has no form in QAPI"},
		{new(noKind), "the table has the kind 0"},
		{new(badName), "is not in the character set of QAPI names"},
		{new(sameName), `the name "a" is used twice`},
		{new([]tooFew), "it has 1 fields, not 4"},
		{new(map[string]int), "has no form in QAPI"},
		{new(any), "has no form in QAPI"},
		{new(**string), "has no form in QAPI"},
		{new(func()), "has no form in QAPI"},
	}
	for _, test := range tests {
		if err := qapi.Unmarshal([]byte(`{"key":"k","value":1}`), test.v); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%T: decoding says %v, want %q", test.v, err, test.want)
		}
		if _, err := qapi.Marshal(test.v); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%T: encoding says %v, want %q", test.v, err, test.want)
		}
	}
}

// TestNotAValue decodes into, and encodes, what is no value at all.
func TestNotAValue(t *testing.T) {
	for _, v := range []any{nil, Pair{}, (*Pair)(nil), "text"} {
		if err := qapi.Unmarshal([]byte(`{}`), v); err == nil {
			t.Errorf("decoding into %#v is no error", v)
		}
	}
	for _, v := range []any{nil, (*Pair)(nil)} {
		if _, err := qapi.Marshal(v); err == nil {
			t.Errorf("encoding %#v is no error", v)
		}
	}
}

// TestSharedTable uses two Go types with one table: each has a plan of its
// own.
func TestSharedTable(t *testing.T) {
	document := []byte(`{"key":"k","value":1}`)
	for range 3 {
		if err := qapi.Unmarshal(document, new(Pair)); err != nil {
			t.Error(err)
		}
		if err := qapi.Unmarshal(document, new(cannotBeAbsent)); err == nil {
			t.Error("a type that does not match the table was accepted after one that does")
		}
	}
}

// TestFirstUseAtOnce compiles plans that refer to each other from several
// goroutines.
func TestFirstUseAtOnce(t *testing.T) {
	type (
		treeList  []Tree
		blockList []Block
	)
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			var trees treeList
			if err := qapi.UnmarshalStrict([]byte(`[{"name":"a","leaf":{"tree":{"name":"b"}}}]`), &trees); err != nil {
				t.Error(err)
			}
			var blocks blockList
			if err := qapi.UnmarshalStrict([]byte(`[{"driver":"overlay","file":{"driver":"zero"}}]`), &blocks); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

func TestHas(t *testing.T) {
	if !LevelLow.Known() || Level("mid").Known() || Level("").Known() {
		t.Error("Known does not tell the values of an enum")
	}
}
