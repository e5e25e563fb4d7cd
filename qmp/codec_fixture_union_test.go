package qmp_test

import (
	"encoding/json"

	"github.com/qapi-go/qapi-gen/qmp"
)

type BlockDriver string

func (v BlockDriver) Known() bool        { return typeBlockDriver.Has(string(v)) }
func (*BlockDriver) QAPIType() *qmp.Type { return &typeBlockDriver }

var typeBlockDriver = qmp.Type{Name: "BlockDriver", Kind: qmp.KindEnum, Values: []qmp.EnumValue{
	{Name: "file"}, {Name: "overlay"}, {Name: "net"}, {Name: "null-co"}, {Name: "zero"},
}}

// Block is a union with a base, branches without members, a branch with
// optional members alone, and one that is a union itself.
type Block struct {
	NodeName      *string
	Driver        BlockDriver
	ReadOnly      *bool
	File          *BlockFile
	Overlay       *BlockOverlay
	Net           *BlockNet
	NullCo        *BlockNull
	UnknownBranch json.RawMessage
}

func (*Block) QAPIType() *qmp.Type               { return &typeBlock }
func (v Block) MarshalJSON() ([]byte, error)     { return qmp.Marshal(&v) }
func (v *Block) UnmarshalJSON(data []byte) error { return qmp.Unmarshal(data, v) }

var typeBlock = qmp.Type{
	Name: "Block", Kind: qmp.KindUnion, Tag: 1,
	Members: []qmp.Member{
		{Name: "node-name", Flags: qmp.Optional}, {Name: "driver"}, {Name: "read-only", Flags: qmp.Optional},
	},
	Branches: []qmp.Branch{
		{Name: "file"}, {Name: "overlay"}, {Name: "zero", Empty: true}, {Name: "net"}, {Name: "null-co"},
	},
}

type BlockFile struct {
	Filename string
	Locking  *Level
}

func (*BlockFile) QAPIType() *qmp.Type { return &typeBlockFile }

var typeBlockFile = qmp.Type{Name: "BlockFile", Kind: qmp.KindStruct, Members: []qmp.Member{
	{Name: "filename"}, {Name: "locking", Flags: qmp.Optional},
}}

type BlockOverlay struct {
	File    BlockRef
	Backing *BlockRefOrNull
}

func (*BlockOverlay) QAPIType() *qmp.Type { return &typeBlockOverlay }

var typeBlockOverlay = qmp.Type{Name: "BlockOverlay", Kind: qmp.KindStruct, Members: []qmp.Member{
	{Name: "file"}, {Name: "backing", Flags: qmp.Optional},
}}

type BlockNull struct {
	Size *uint64
}

func (*BlockNull) QAPIType() *qmp.Type { return &typeBlockNull }

var typeBlockNull = qmp.Type{Name: "BlockNull", Kind: qmp.KindStruct, Members: []qmp.Member{
	{Name: "size", Flags: qmp.Optional},
}}

type NetKind string

func (v NetKind) Known() bool        { return typeNetKind.Has(string(v)) }
func (*NetKind) QAPIType() *qmp.Type { return &typeNetKind }

var typeNetKind = qmp.Type{Name: "NetKind", Kind: qmp.KindEnum, Values: []qmp.EnumValue{
	{Name: "tcp"}, {Name: "unix"}, {Name: "none"},
}}

// BlockNet is a union, and a branch of one.
type BlockNet struct {
	Export        string
	Type          NetKind
	TCP           *NetTCP
	Unix          *NetUnix
	UnknownBranch json.RawMessage
}

func (*BlockNet) QAPIType() *qmp.Type { return &typeBlockNet }

// The value none has no branch in the schema and none in the table.
var typeBlockNet = qmp.Type{
	Name: "BlockNet", Kind: qmp.KindUnion, Tag: 1,
	Members:  []qmp.Member{{Name: "export"}, {Name: "type"}},
	Branches: []qmp.Branch{{Name: "tcp"}, {Name: "unix"}},
}

type NetTCP struct {
	Host string
	Port uint16
}

func (*NetTCP) QAPIType() *qmp.Type { return &typeNetTCP }

var typeNetTCP = qmp.Type{Name: "NetTCP", Kind: qmp.KindStruct, Members: []qmp.Member{{Name: "host"}, {Name: "port"}}}

type NetUnix struct {
	Path string
}

func (*NetUnix) QAPIType() *qmp.Type { return &typeNetUnix }

var typeNetUnix = qmp.Type{Name: "NetUnix", Kind: qmp.KindStruct, Members: []qmp.Member{{Name: "path"}}}

type BlockRef struct {
	Definition *Block
	Reference  *string
}

func (*BlockRef) QAPIType() *qmp.Type               { return &typeBlockRef }
func (v BlockRef) MarshalJSON() ([]byte, error)     { return qmp.Marshal(&v) }
func (v *BlockRef) UnmarshalJSON(data []byte) error { return qmp.Unmarshal(data, v) }

var typeBlockRef = qmp.Type{Name: "BlockRef", Kind: qmp.KindAlternate, Members: []qmp.Member{
	{Name: "definition"}, {Name: "reference"},
}}

type BlockRefOrNull struct {
	Definition *Block
	Reference  *string
	Null       *qmp.Null
}

func (*BlockRefOrNull) QAPIType() *qmp.Type { return &typeBlockRefOrNull }

var typeBlockRefOrNull = qmp.Type{Name: "BlockRefOrNull", Kind: qmp.KindAlternate, Members: []qmp.Member{
	{Name: "definition"}, {Name: "reference"}, {Name: "null"},
}}

// Choice is an alternate of all kinds but object and null.
type Choice struct {
	Switch *bool
	Level  *Level
	Count  *int8
	Names  []string
}

func (*Choice) QAPIType() *qmp.Type               { return &typeChoice }
func (v Choice) MarshalJSON() ([]byte, error)     { return qmp.Marshal(&v) }
func (v *Choice) UnmarshalJSON(data []byte) error { return qmp.Unmarshal(data, v) }

var typeChoice = qmp.Type{Name: "Choice", Kind: qmp.KindAlternate, Members: []qmp.Member{
	{Name: "switch"}, {Name: "level"}, {Name: "count"}, {Name: "names"},
}}
