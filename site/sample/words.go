package sample

import (
	"strconv"

	"github.com/qapi-go/qapi-gen/model"
)

// Words writes the arguments of a command as words of "qapi-gen call": PATH=VALUE,
// and PATH:=JSON for values that have no word of their own.
func (v *Value) Words() []string { return v.words("") }

func (v *Value) words(path string) []string {
	switch v.Type.(type) {
	case *model.Array:
		if len(v.Elements) == 0 {
			return []string{path + ":=[]"}
		}
		var words []string
		for i, e := range v.Elements {
			words = append(words, e.words(path+"."+strconv.Itoa(i))...)
		}
		return words
	case *model.Struct, *model.Union:
		members := v.Members()
		if len(members) == 0 && path != "" {
			return []string{path + ":={}"}
		}
		var words []string
		for _, f := range members {
			words = append(words, f.Value.words(dotted(path, f.Member.Name))...)
		}
		return words
	case *model.Alternate:
		return v.Inner.words(path)
	default:
		switch kind := v.Type.JSON(); kind {
		case model.JSONNull, model.JSONValue:
			return []string{path + ":=" + v.Text}
		default:
			return []string{path + "=" + v.Text}
		}
	}
}

func dotted(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
