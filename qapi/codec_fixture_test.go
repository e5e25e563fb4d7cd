package qapi_test

import (
	"encoding/json"

	"github.com/qapi-go/qapi-gen/qapi"
)

// The types below have the form of generated ones, and every kind of member.

type Level string

const (
	LevelLow  Level = "low"
	LevelHigh Level = "high"
	LevelOld  Level = "old"
)

func (v Level) Known() bool         { return typeLevel.Has(string(v)) }
func (*Level) QAPIType() *qapi.Type { return &typeLevel }

var typeLevel = qapi.Type{Name: "Level", Kind: qapi.KindEnum, Values: []qapi.EnumValue{
	{Name: "low"}, {Name: "high"}, {Name: "old", Flags: qapi.DeprecatedMember},
}}

// Scalars has a mandatory and an optional member of each built-in type.
type Scalars struct {
	Str     string
	Number  float64
	Bool    bool
	Int     int64
	I8      int8
	I16     int16
	I32     int32
	U8      uint8
	U16     uint16
	U32     uint32
	U64     uint64
	Any     json.RawMessage
	Null    qapi.Null
	Level   Level
	OStr    *string
	ONumber *float64
	OBool   *bool
	OInt    *int64
	OI8     *int8
	OU8     *uint8
	OU64    *uint64
	OAny    json.RawMessage
	ONull   *qapi.Null
	OLevel  *Level
}

func (*Scalars) QAPIType() *qapi.Type              { return &typeScalars }
func (v Scalars) MarshalJSON() ([]byte, error)     { return qapi.Marshal(&v) }
func (v *Scalars) UnmarshalJSON(data []byte) error { return qapi.Unmarshal(data, v) }

var typeScalars = qapi.Type{Name: "Scalars", Kind: qapi.KindStruct, Members: []qapi.Member{
	{Name: "str"}, {Name: "number"}, {Name: "bool"}, {Name: "int"}, {Name: "i8"}, {Name: "i16"},
	{Name: "i32"}, {Name: "u8"}, {Name: "u16"}, {Name: "u32"}, {Name: "u64"}, {Name: "any"},
	{Name: "null"}, {Name: "level"},
	{Name: "o-str", Flags: qapi.Optional}, {Name: "o-number", Flags: qapi.Optional},
	{Name: "o-bool", Flags: qapi.Optional}, {Name: "o-int", Flags: qapi.Optional},
	{Name: "o-i8", Flags: qapi.Optional}, {Name: "o-u8", Flags: qapi.Optional},
	{Name: "o-u64", Flags: qapi.Optional}, {Name: "o-any", Flags: qapi.Optional},
	{Name: "o-null", Flags: qapi.Optional}, {Name: "o-level", Flags: qapi.Optional},
}}

// Lists has arrays.
type Lists struct {
	Strs    []string
	Ints    []int64
	U8s     []uint8
	Levels  []Level
	Pairs   []Pair
	Anys    []json.RawMessage
	OStrs   []string
	OPairs  []Pair
	OBlocks []Block
}

func (*Lists) QAPIType() *qapi.Type              { return &typeLists }
func (v Lists) MarshalJSON() ([]byte, error)     { return qapi.Marshal(&v) }
func (v *Lists) UnmarshalJSON(data []byte) error { return qapi.Unmarshal(data, v) }

var typeLists = qapi.Type{Name: "Lists", Kind: qapi.KindStruct, Members: []qapi.Member{
	{Name: "strs"}, {Name: "ints"}, {Name: "u8s"}, {Name: "levels"}, {Name: "pairs"}, {Name: "anys"},
	{Name: "o-strs", Flags: qapi.Optional}, {Name: "o-pairs", Flags: qapi.Optional},
	{Name: "o-blocks", Flags: qapi.Optional},
}}

// Pair is small; its members are subject to policies.
type Pair struct {
	Key   string
	Value int64
	Old   *int64
	New   *int64
}

func (*Pair) QAPIType() *qapi.Type              { return &typePair }
func (v Pair) MarshalJSON() ([]byte, error)     { return qapi.Marshal(&v) }
func (v *Pair) UnmarshalJSON(data []byte) error { return qapi.Unmarshal(data, v) }

var typePair = qapi.Type{Name: "Pair", Kind: qapi.KindStruct, Members: []qapi.Member{
	{Name: "key"}, {Name: "value"},
	{Name: "old", Flags: qapi.Optional | qapi.DeprecatedMember},
	{Name: "x-new", Flags: qapi.Optional | qapi.UnstableMember},
}}

// Tree contains itself, by an array and by a pointer in a mandatory member of
// its parts.
type Tree struct {
	Name     string
	Children []Tree
	Leaf     *Leaf
}

func (*Tree) QAPIType() *qapi.Type              { return &typeTree }
func (v Tree) MarshalJSON() ([]byte, error)     { return qapi.Marshal(&v) }
func (v *Tree) UnmarshalJSON(data []byte) error { return qapi.Unmarshal(data, v) }

var typeTree = qapi.Type{Name: "Tree", Kind: qapi.KindStruct, Members: []qapi.Member{
	{Name: "name"}, {Name: "children", Flags: qapi.Optional}, {Name: "leaf", Flags: qapi.Optional},
}}

type Leaf struct {
	Tree *Tree // mandatory: a pointer breaks the recursion
}

func (*Leaf) QAPIType() *qapi.Type              { return &typeLeaf }
func (v Leaf) MarshalJSON() ([]byte, error)     { return qapi.Marshal(&v) }
func (v *Leaf) UnmarshalJSON(data []byte) error { return qapi.Unmarshal(data, v) }

var typeLeaf = qapi.Type{Name: "Leaf", Kind: qapi.KindStruct, Members: []qapi.Member{{Name: "tree"}}}
