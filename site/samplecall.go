package site

import (
	"strconv"
	"strings"

	"github.com/qapi-go/qapi-gen/model"
)

// words writes the arguments of a command as words of "qapi-gen call": PATH=VALUE,
// and PATH:=JSON for what has no word of its own.
func (v *sample) words(path string) []string {
	switch v.typ.(type) {
	case *model.Array:
		if len(v.elements) == 0 {
			return []string{path + ":=[]"}
		}
		var words []string
		for i, e := range v.elements {
			words = append(words, e.words(path+"."+strconv.Itoa(i))...)
		}
		return words
	case *model.Struct, *model.Union:
		members := v.members()
		if len(members) == 0 && path != "" {
			return []string{path + ":={}"}
		}
		var words []string
		for _, f := range members {
			words = append(words, f.value.words(dotted(path, f.member.Name))...)
		}
		return words
	case *model.Alternate:
		return v.inner.words(path)
	default:
		switch kind := v.typ.JSON(); kind {
		case model.JSONNull, model.JSONValue:
			return []string{path + ":=" + v.text}
		default:
			return []string{path + "=" + v.text}
		}
	}
}

func dotted(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// shellWords writes words for a shell, which would take braces and brackets for
// its own.
func shellWords(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		if strings.ContainsAny(w, "{}[]\"' *?$&|;<>()`\\~#") {
			w = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
		quoted[i] = w
	}
	return strings.Join(quoted, " ")
}
