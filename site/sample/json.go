package sample

import (
	"encoding/json"
	"strings"

	"github.com/qapi-go/qapi-gen/model"
)

// JSON writes the value as JSON. Lines after the first start with indent.
func (v *Value) JSON(indent string) string {
	switch t := v.Type.(type) {
	case *model.Array:
		return v.jsonArray(indent)
	case *model.Struct, *model.Union:
		return v.jsonObject(indent)
	case *model.Alternate:
		return v.Inner.JSON(indent)
	default:
		if t.JSON() == model.JSONString {
			return Quote(v.Text)
		}
		return v.Text
	}
}

func (v *Value) jsonArray(indent string) string {
	if len(v.Elements) == 0 {
		return "[]"
	}
	var elements []string
	for _, e := range v.Elements {
		elements = append(elements, e.JSON(indent+"  "))
	}
	return "[" + strings.Join(elements, ", ") + "]"
}

func (v *Value) jsonObject(indent string) string {
	members := v.Members()
	if len(members) == 0 {
		return "{}"
	}
	inner := indent + "  "
	var lines []string
	for _, f := range members {
		lines = append(lines, inner+Quote(f.Member.Name)+": "+f.Value.JSON(inner))
	}
	return "{\n" + strings.Join(lines, ",\n") + "\n" + indent + "}"
}

// Quote writes text as a string of JSON.
func Quote(text string) string {
	quoted, err := json.Marshal(text)
	if err != nil {
		panic(err) // strings have no values that JSON lacks
	}
	return string(quoted)
}
