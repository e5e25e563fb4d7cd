package qmp_test

import (
	"encoding/json"

	"github.com/qapi-go/qapi-gen/qmp"
)

// Entity is an element of the introspection array. Its discriminator comes
// behind the members of the branch, as servers send it.
type Entity struct {
	Name          string
	MetaType      MetaType
	Features      []string
	Builtin       *EntityBuiltin
	Enum          *EntityEnum
	Array         *EntityArray
	Object        *EntityObject
	Command       *EntityCommand
	UnknownBranch json.RawMessage
}

func (*Entity) QAPIType() *qmp.Type { return &typeEntity }

var typeEntity = qmp.Type{
	Name: "Entity", Kind: qmp.KindUnion, Tag: 1,
	Members: []qmp.Member{{Name: "name"}, {Name: "meta-type"}, {Name: "features", Flags: qmp.Optional}},
	Branches: []qmp.Branch{
		{Name: "builtin"}, {Name: "enum"}, {Name: "array"}, {Name: "object"}, {Name: "command"},
	},
}

type MetaType string

func (*MetaType) QAPIType() *qmp.Type { return &typeMetaType }

var typeMetaType = qmp.Type{Name: "MetaType", Kind: qmp.KindEnum, Values: []qmp.EnumValue{
	{Name: "builtin"}, {Name: "enum"}, {Name: "array"}, {Name: "object"}, {Name: "command"},
}}

type EntityBuiltin struct{ JSONType string }

func (*EntityBuiltin) QAPIType() *qmp.Type { return &typeEntityBuiltin }

var typeEntityBuiltin = qmp.Type{Name: "EntityBuiltin", Kind: qmp.KindStruct, Members: []qmp.Member{{Name: "json-type"}}}

type EntityEnum struct {
	Members []EntityValue
	Values  []string
}

func (*EntityEnum) QAPIType() *qmp.Type { return &typeEntityEnum }

var typeEntityEnum = qmp.Type{Name: "EntityEnum", Kind: qmp.KindStruct, Members: []qmp.Member{{Name: "members"}, {Name: "values"}}}

type EntityValue struct {
	Name     string
	Features []string
}

func (*EntityValue) QAPIType() *qmp.Type { return &typeEntityValue }

var typeEntityValue = qmp.Type{Name: "EntityValue", Kind: qmp.KindStruct, Members: []qmp.Member{
	{Name: "name"}, {Name: "features", Flags: qmp.Optional},
}}

type EntityArray struct{ ElementType string }

func (*EntityArray) QAPIType() *qmp.Type { return &typeEntityArray }

var typeEntityArray = qmp.Type{Name: "EntityArray", Kind: qmp.KindStruct, Members: []qmp.Member{{Name: "element-type"}}}

type EntityObject struct {
	Members  []EntityMember
	Tag      *string
	Variants []EntityVariant
}

func (*EntityObject) QAPIType() *qmp.Type { return &typeEntityObject }

var typeEntityObject = qmp.Type{Name: "EntityObject", Kind: qmp.KindStruct, Members: []qmp.Member{
	{Name: "members"}, {Name: "tag", Flags: qmp.Optional}, {Name: "variants", Flags: qmp.Optional},
}}

type EntityMember struct {
	Name     string
	Default  json.RawMessage
	Type     string
	Features []string
}

func (*EntityMember) QAPIType() *qmp.Type { return &typeEntityMember }

var typeEntityMember = qmp.Type{Name: "EntityMember", Kind: qmp.KindStruct, Members: []qmp.Member{
	{Name: "name"}, {Name: "default", Flags: qmp.Optional}, {Name: "type"},
	{Name: "features", Flags: qmp.Optional},
}}

type EntityVariant struct {
	Case string
	Type string
}

func (*EntityVariant) QAPIType() *qmp.Type { return &typeEntityVariant }

var typeEntityVariant = qmp.Type{Name: "EntityVariant", Kind: qmp.KindStruct, Members: []qmp.Member{{Name: "case"}, {Name: "type"}}}

type EntityCommand struct {
	ArgType  string
	RetType  string
	AllowOOB *bool
}

func (*EntityCommand) QAPIType() *qmp.Type { return &typeEntityCommand }

var typeEntityCommand = qmp.Type{Name: "EntityCommand", Kind: qmp.KindStruct, Members: []qmp.Member{
	{Name: "arg-type"}, {Name: "ret-type"}, {Name: "allow-oob", Flags: qmp.Optional},
}}
