package qmp_test

import (
	"encoding/json"

	"github.com/qapi-go/qapi-gen/qmp"
)

// The types below have the form of generated ones, and every kind of member.

type Level string

const (
	LevelLow  Level = "low"
	LevelHigh Level = "high"
	LevelOld  Level = "old"
)

func (v Level) Known() bool        { return typeLevel.Has(string(v)) }
func (*Level) QAPIType() *qmp.Type { return &typeLevel }

var typeLevel = qmp.Type{Name: "Level", Kind: qmp.KindEnum, Values: []qmp.EnumValue{
	{Name: "low"}, {Name: "high"}, {Name: "old", Flags: qmp.DeprecatedMember},
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
	Null    qmp.Null
	Level   Level
	OStr    *string
	ONumber *float64
	OBool   *bool
	OInt    *int64
	OI8     *int8
	OU8     *uint8
	OU64    *uint64
	OAny    json.RawMessage
	ONull   *qmp.Null
	OLevel  *Level
}

func (*Scalars) QAPIType() *qmp.Type               { return &typeScalars }
func (v Scalars) MarshalJSON() ([]byte, error)     { return qmp.Marshal(&v) }
func (v *Scalars) UnmarshalJSON(data []byte) error { return qmp.Unmarshal(data, v) }

var typeScalars = qmp.Type{Name: "Scalars", Kind: qmp.KindStruct, Members: []qmp.Member{
	{Name: "str"}, {Name: "number"}, {Name: "bool"}, {Name: "int"}, {Name: "i8"}, {Name: "i16"},
	{Name: "i32"}, {Name: "u8"}, {Name: "u16"}, {Name: "u32"}, {Name: "u64"}, {Name: "any"},
	{Name: "null"}, {Name: "level"},
	{Name: "o-str", Flags: qmp.Optional}, {Name: "o-number", Flags: qmp.Optional},
	{Name: "o-bool", Flags: qmp.Optional}, {Name: "o-int", Flags: qmp.Optional},
	{Name: "o-i8", Flags: qmp.Optional}, {Name: "o-u8", Flags: qmp.Optional},
	{Name: "o-u64", Flags: qmp.Optional}, {Name: "o-any", Flags: qmp.Optional},
	{Name: "o-null", Flags: qmp.Optional}, {Name: "o-level", Flags: qmp.Optional},
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

func (*Lists) QAPIType() *qmp.Type               { return &typeLists }
func (v Lists) MarshalJSON() ([]byte, error)     { return qmp.Marshal(&v) }
func (v *Lists) UnmarshalJSON(data []byte) error { return qmp.Unmarshal(data, v) }

var typeLists = qmp.Type{Name: "Lists", Kind: qmp.KindStruct, Members: []qmp.Member{
	{Name: "strs"}, {Name: "ints"}, {Name: "u8s"}, {Name: "levels"}, {Name: "pairs"}, {Name: "anys"},
	{Name: "o-strs", Flags: qmp.Optional}, {Name: "o-pairs", Flags: qmp.Optional},
	{Name: "o-blocks", Flags: qmp.Optional},
}}

// Pair is small; its members are subject to policies.
type Pair struct {
	Key   string
	Value int64
	Old   *int64
	New   *int64
}

func (*Pair) QAPIType() *qmp.Type               { return &typePair }
func (v Pair) MarshalJSON() ([]byte, error)     { return qmp.Marshal(&v) }
func (v *Pair) UnmarshalJSON(data []byte) error { return qmp.Unmarshal(data, v) }

var typePair = qmp.Type{Name: "Pair", Kind: qmp.KindStruct, Members: []qmp.Member{
	{Name: "key"}, {Name: "value"},
	{Name: "old", Flags: qmp.Optional | qmp.DeprecatedMember},
	{Name: "x-new", Flags: qmp.Optional | qmp.UnstableMember},
}}

// Tree contains itself, by an array and by a pointer in a mandatory member of
// its parts.
type Tree struct {
	Name     string
	Children []Tree
	Leaf     *Leaf
}

func (*Tree) QAPIType() *qmp.Type               { return &typeTree }
func (v Tree) MarshalJSON() ([]byte, error)     { return qmp.Marshal(&v) }
func (v *Tree) UnmarshalJSON(data []byte) error { return qmp.Unmarshal(data, v) }

var typeTree = qmp.Type{Name: "Tree", Kind: qmp.KindStruct, Members: []qmp.Member{
	{Name: "name"}, {Name: "children", Flags: qmp.Optional}, {Name: "leaf", Flags: qmp.Optional},
}}

type Leaf struct {
	Tree *Tree // mandatory: a pointer breaks the recursion
}

func (*Leaf) QAPIType() *qmp.Type               { return &typeLeaf }
func (v Leaf) MarshalJSON() ([]byte, error)     { return qmp.Marshal(&v) }
func (v *Leaf) UnmarshalJSON(data []byte) error { return qmp.Unmarshal(data, v) }

var typeLeaf = qmp.Type{Name: "Leaf", Kind: qmp.KindStruct, Members: []qmp.Member{{Name: "tree"}}}
