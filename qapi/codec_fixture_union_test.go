package qapi_test

import (
	"encoding/json"

	"github.com/qapi-go/qapi-gen/qapi"
)

type BlockDriver string

func (v BlockDriver) Known() bool         { return typeBlockDriver.Has(string(v)) }
func (*BlockDriver) QAPIType() *qapi.Type { return &typeBlockDriver }

var typeBlockDriver = qapi.Type{Name: "BlockDriver", Kind: qapi.KindEnum, Values: []qapi.EnumValue{
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

func (*Block) QAPIType() *qapi.Type              { return &typeBlock }
func (v Block) MarshalJSON() ([]byte, error)     { return qapi.Marshal(&v) }
func (v *Block) UnmarshalJSON(data []byte) error { return qapi.Unmarshal(data, v) }

var typeBlock = qapi.Type{
	Name: "Block", Kind: qapi.KindUnion, Tag: 1,
	Members: []qapi.Member{
		{Name: "node-name", Flags: qapi.Optional}, {Name: "driver"}, {Name: "read-only", Flags: qapi.Optional},
	},
	Branches: []qapi.Branch{
		{Name: "file"}, {Name: "overlay"}, {Name: "zero", Empty: true}, {Name: "net"}, {Name: "null-co"},
	},
}

type BlockFile struct {
	Filename string
	Locking  *Level
}

func (*BlockFile) QAPIType() *qapi.Type { return &typeBlockFile }

var typeBlockFile = qapi.Type{Name: "BlockFile", Kind: qapi.KindStruct, Members: []qapi.Member{
	{Name: "filename"}, {Name: "locking", Flags: qapi.Optional},
}}

type BlockOverlay struct {
	File    BlockRef
	Backing *BlockRefOrNull
}

func (*BlockOverlay) QAPIType() *qapi.Type { return &typeBlockOverlay }

var typeBlockOverlay = qapi.Type{Name: "BlockOverlay", Kind: qapi.KindStruct, Members: []qapi.Member{
	{Name: "file"}, {Name: "backing", Flags: qapi.Optional},
}}

type BlockNull struct {
	Size *uint64
}

func (*BlockNull) QAPIType() *qapi.Type { return &typeBlockNull }

var typeBlockNull = qapi.Type{Name: "BlockNull", Kind: qapi.KindStruct, Members: []qapi.Member{
	{Name: "size", Flags: qapi.Optional},
}}

type NetKind string

func (v NetKind) Known() bool         { return typeNetKind.Has(string(v)) }
func (*NetKind) QAPIType() *qapi.Type { return &typeNetKind }

var typeNetKind = qapi.Type{Name: "NetKind", Kind: qapi.KindEnum, Values: []qapi.EnumValue{
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

func (*BlockNet) QAPIType() *qapi.Type { return &typeBlockNet }

// The value none has no branch in the schema and none in the table.
var typeBlockNet = qapi.Type{
	Name: "BlockNet", Kind: qapi.KindUnion, Tag: 1,
	Members:  []qapi.Member{{Name: "export"}, {Name: "type"}},
	Branches: []qapi.Branch{{Name: "tcp"}, {Name: "unix"}},
}

type NetTCP struct {
	Host string
	Port uint16
}

func (*NetTCP) QAPIType() *qapi.Type { return &typeNetTCP }

var typeNetTCP = qapi.Type{Name: "NetTCP", Kind: qapi.KindStruct, Members: []qapi.Member{{Name: "host"}, {Name: "port"}}}

type NetUnix struct {
	Path string
}

func (*NetUnix) QAPIType() *qapi.Type { return &typeNetUnix }

var typeNetUnix = qapi.Type{Name: "NetUnix", Kind: qapi.KindStruct, Members: []qapi.Member{{Name: "path"}}}

type BlockRef struct {
	Definition *Block
	Reference  *string
}

func (*BlockRef) QAPIType() *qapi.Type              { return &typeBlockRef }
func (v BlockRef) MarshalJSON() ([]byte, error)     { return qapi.Marshal(&v) }
func (v *BlockRef) UnmarshalJSON(data []byte) error { return qapi.Unmarshal(data, v) }

var typeBlockRef = qapi.Type{Name: "BlockRef", Kind: qapi.KindAlternate, Members: []qapi.Member{
	{Name: "definition"}, {Name: "reference"},
}}

type BlockRefOrNull struct {
	Definition *Block
	Reference  *string
	Null       *qapi.Null
}

func (*BlockRefOrNull) QAPIType() *qapi.Type { return &typeBlockRefOrNull }

var typeBlockRefOrNull = qapi.Type{Name: "BlockRefOrNull", Kind: qapi.KindAlternate, Members: []qapi.Member{
	{Name: "definition"}, {Name: "reference"}, {Name: "null"},
}}

// Choice is an alternate of all kinds but object and null.
type Choice struct {
	Switch *bool
	Level  *Level
	Count  *int8
	Names  []string
}

func (*Choice) QAPIType() *qapi.Type              { return &typeChoice }
func (v Choice) MarshalJSON() ([]byte, error)     { return qapi.Marshal(&v) }
func (v *Choice) UnmarshalJSON(data []byte) error { return qapi.Unmarshal(data, v) }

var typeChoice = qapi.Type{Name: "Choice", Kind: qapi.KindAlternate, Members: []qapi.Member{
	{Name: "switch"}, {Name: "level"}, {Name: "count"}, {Name: "names"},
}}
