package site

import (
	"regexp"
	"strings"

	"github.com/qapi-go/qapi-gen/model"
)

// Texts name the first release of a member, and the value of one that is left
// out, in words of their own. What is not understood here is still in the text.
var (
	sinceText   = regexp.MustCompile(`(?i)(?:^|[(,;])\s*since:?\s+(?:qemu\s+)?v?([0-9]+(?:\.[0-9]+)+)`)
	defaultText = regexp.MustCompile(`(?i)\bdefault(?: value)?(?:(?:s|ing)? to| is|:| =)?\s+` +
		"(``[^`\n]+``|\"[^\"\n]*\"|'[^'\n]*'|@?[a-z0-9][a-z0-9_.+-]*)")
)

// sinceOf is the release that a text about a member gives in parentheses, or at its start.
func sinceOf(text string) string {
	if m := sinceText.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// defaultOf is the value that a text about a member of type t gives as the default.
// A word that is no value of the type starts a description of the default.
func defaultOf(text string, t model.Type) string {
	for _, m := range defaultText.FindAllStringSubmatch(text, -1) {
		quoted := strings.Trim(m[1], "`\"'@")
		value := strings.TrimRight(quoted, ".,-")
		switch t := t.(type) {
		case *model.Enum:
			if t.Value(value) != nil {
				return value
			}
		case *model.Builtin:
			if fits(value, t, quoted != m[1]) {
				return value
			}
		}
	}
	return ""
}

// fits reports whether a word can be a value of a built-in type. A string must be
// quoted, because any word could be one.
func fits(value string, t *model.Builtin, quoted bool) bool {
	switch t.Kind {
	case model.JSONBoolean:
		return value == "true" || value == "false"
	case model.JSONInt, model.JSONNumber:
		return value != "" && value[0] >= '0' && value[0] <= '9'
	case model.JSONString:
		return quoted
	default:
		return false
	}
}
