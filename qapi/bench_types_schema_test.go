package qapi_test

import (
	"encoding/json"

	"github.com/qapi-go/qapi-gen/qapi"
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

func (*Entity) QAPIType() *qapi.Type { return &typeEntity }

var typeEntity = qapi.Type{
	Name: "Entity", Kind: qapi.KindUnion, Tag: 1,
	Members: []qapi.Member{{Name: "name"}, {Name: "meta-type"}, {Name: "features", Flags: qapi.Optional}},
	Branches: []qapi.Branch{
		{Name: "builtin"}, {Name: "enum"}, {Name: "array"}, {Name: "object"}, {Name: "command"},
	},
}

type MetaType string

func (*MetaType) QAPIType() *qapi.Type { return &typeMetaType }

var typeMetaType = qapi.Type{Name: "MetaType", Kind: qapi.KindEnum, Values: []qapi.EnumValue{
	{Name: "builtin"}, {Name: "enum"}, {Name: "array"}, {Name: "object"}, {Name: "command"},
}}

type EntityBuiltin struct{ JSONType string }

func (*EntityBuiltin) QAPIType() *qapi.Type { return &typeEntityBuiltin }

var typeEntityBuiltin = qapi.Type{Name: "EntityBuiltin", Kind: qapi.KindStruct, Members: []qapi.Member{{Name: "json-type"}}}

type EntityEnum struct {
	Members []EntityValue
	Values  []string
}

func (*EntityEnum) QAPIType() *qapi.Type { return &typeEntityEnum }

var typeEntityEnum = qapi.Type{Name: "EntityEnum", Kind: qapi.KindStruct, Members: []qapi.Member{{Name: "members"}, {Name: "values"}}}

type EntityValue struct {
	Name     string
	Features []string
}

func (*EntityValue) QAPIType() *qapi.Type { return &typeEntityValue }

var typeEntityValue = qapi.Type{Name: "EntityValue", Kind: qapi.KindStruct, Members: []qapi.Member{
	{Name: "name"}, {Name: "features", Flags: qapi.Optional},
}}

type EntityArray struct{ ElementType string }

func (*EntityArray) QAPIType() *qapi.Type { return &typeEntityArray }

var typeEntityArray = qapi.Type{Name: "EntityArray", Kind: qapi.KindStruct, Members: []qapi.Member{{Name: "element-type"}}}

type EntityObject struct {
	Members  []EntityMember
	Tag      *string
	Variants []EntityVariant
}

func (*EntityObject) QAPIType() *qapi.Type { return &typeEntityObject }

var typeEntityObject = qapi.Type{Name: "EntityObject", Kind: qapi.KindStruct, Members: []qapi.Member{
	{Name: "members"}, {Name: "tag", Flags: qapi.Optional}, {Name: "variants", Flags: qapi.Optional},
}}

type EntityMember struct {
	Name     string
	Default  json.RawMessage
	Type     string
	Features []string
}

func (*EntityMember) QAPIType() *qapi.Type { return &typeEntityMember }

var typeEntityMember = qapi.Type{Name: "EntityMember", Kind: qapi.KindStruct, Members: []qapi.Member{
	{Name: "name"}, {Name: "default", Flags: qapi.Optional}, {Name: "type"},
	{Name: "features", Flags: qapi.Optional},
}}

type EntityVariant struct {
	Case string
	Type string
}

func (*EntityVariant) QAPIType() *qapi.Type { return &typeEntityVariant }

var typeEntityVariant = qapi.Type{Name: "EntityVariant", Kind: qapi.KindStruct, Members: []qapi.Member{{Name: "case"}, {Name: "type"}}}

type EntityCommand struct {
	ArgType  string
	RetType  string
	AllowOOB *bool
}

func (*EntityCommand) QAPIType() *qapi.Type { return &typeEntityCommand }

var typeEntityCommand = qapi.Type{Name: "EntityCommand", Kind: qapi.KindStruct, Members: []qapi.Member{
	{Name: "arg-type"}, {Name: "ret-type"}, {Name: "allow-oob", Flags: qapi.Optional},
}}
