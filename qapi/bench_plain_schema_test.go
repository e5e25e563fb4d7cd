package qapi_test

import (
	"encoding/json"
	"fmt"
)

type plainEntity struct {
	Name     string   `json:"name"`
	MetaType string   `json:"meta-type"`
	Features []string `json:"features,omitempty"`

	Builtin *plainEntityBuiltin `json:"-"`
	Enum    *plainEntityEnum    `json:"-"`
	Array   *plainEntityArray   `json:"-"`
	Object  *plainEntityObject  `json:"-"`
	Command *plainEntityCommand `json:"-"`
}

// plainEntityBase is plainEntity without its methods.
type plainEntityBase plainEntity

func (v *plainEntity) UnmarshalJSON(data []byte) error {
	if err := json.Unmarshal(data, (*plainEntityBase)(v)); err != nil {
		return err
	}
	switch v.MetaType {
	case "builtin":
		return json.Unmarshal(data, &v.Builtin)
	case "enum":
		return json.Unmarshal(data, &v.Enum)
	case "array":
		return json.Unmarshal(data, &v.Array)
	case "object":
		return json.Unmarshal(data, &v.Object)
	case "command":
		return json.Unmarshal(data, &v.Command)
	}
	return fmt.Errorf("unknown meta-type %q", v.MetaType)
}

// MarshalJSON embeds one branch at a time: two of them have members, and
// encoding/json leaves out fields whose names clash, even of nil structs.
func (v *plainEntity) MarshalJSON() ([]byte, error) {
	base := (*plainEntityBase)(v)
	switch {
	case v.Builtin != nil:
		return json.Marshal(struct {
			*plainEntityBase
			*plainEntityBuiltin
		}{base, v.Builtin})
	case v.Enum != nil:
		return json.Marshal(struct {
			*plainEntityBase
			*plainEntityEnum
		}{base, v.Enum})
	case v.Array != nil:
		return json.Marshal(struct {
			*plainEntityBase
			*plainEntityArray
		}{base, v.Array})
	case v.Object != nil:
		return json.Marshal(struct {
			*plainEntityBase
			*plainEntityObject
		}{base, v.Object})
	default:
		return json.Marshal(struct {
			*plainEntityBase
			*plainEntityCommand
		}{base, v.Command})
	}
}

type plainEntityBuiltin struct {
	JSONType string `json:"json-type"`
}

type plainEntityEnum struct {
	Members []plainEntityValue `json:"members"`
	Values  []string           `json:"values"`
}

type plainEntityValue struct {
	Name     string   `json:"name"`
	Features []string `json:"features,omitempty"`
}

type plainEntityArray struct {
	ElementType string `json:"element-type"`
}

type plainEntityObject struct {
	Members  []plainEntityMember  `json:"members"`
	Tag      *string              `json:"tag,omitempty"`
	Variants []plainEntityVariant `json:"variants,omitempty"`
}

type plainEntityMember struct {
	Name     string          `json:"name"`
	Default  json.RawMessage `json:"default,omitempty"`
	Type     string          `json:"type,omitempty"`
	Features []string        `json:"features,omitempty"`
}

type plainEntityVariant struct {
	Case string `json:"case"`
	Type string `json:"type"`
}

type plainEntityCommand struct {
	ArgType  string `json:"arg-type"`
	RetType  string `json:"ret-type"`
	AllowOOB *bool  `json:"allow-oob,omitempty"`
}
