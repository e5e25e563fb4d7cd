package site

import (
	"encoding/json"
	"strings"

	"github.com/qapi-go/qapi-gen/model"
)

// json writes a sample as JSON whose lines behind the first are indented.
func (v *sample) json(indent string) string {
	switch t := v.typ.(type) {
	case *model.Array:
		return v.jsonArray(indent)
	case *model.Struct, *model.Union:
		return v.jsonObject(indent)
	case *model.Alternate:
		return v.inner.json(indent)
	default:
		if t.JSON() == model.JSONString {
			return quoteJSON(v.text)
		}
		return v.text
	}
}

func (v *sample) jsonArray(indent string) string {
	if len(v.elements) == 0 {
		return "[]"
	}
	var elements []string
	for _, e := range v.elements {
		elements = append(elements, e.json(indent+"  "))
	}
	return "[" + strings.Join(elements, ", ") + "]"
}

func (v *sample) jsonObject(indent string) string {
	members := v.members()
	if len(members) == 0 {
		return "{}"
	}
	inner := indent + "  "
	var lines []string
	for _, f := range members {
		lines = append(lines, inner+quoteJSON(f.member.Name)+": "+f.value.json(inner))
	}
	return "{\n" + strings.Join(lines, ",\n") + "\n" + indent + "}"
}

func quoteJSON(text string) string {
	quoted, err := json.Marshal(text)
	if err != nil {
		panic(err) // strings have no values that JSON lacks
	}
	return string(quoted)
}
