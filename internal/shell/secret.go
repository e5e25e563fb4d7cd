package shell

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/qapi-go/qapi-gen/qmp/wirelog"
)

// HasSecret reports whether a statement gives a value to a member that may be a
// secret: one of wirelog.SecretMembers. Text that cannot be read is searched for
// their names.
func HasSecret(statement string) bool {
	for _, word := range Words(statement) {
		if word.JSON {
			if jsonHasSecret(word.Text, "") || jsonHasSecret(word.Text, "arguments") {
				return true
			}
			continue
		}
		path, value, raw := strings.Cut(word.Text, ":=")
		if !raw {
			var assigned bool
			if path, value, assigned = strings.Cut(word.Text, "="); !assigned {
				continue
			}
		}
		path = "arguments/" + strings.ReplaceAll(path, ".", "/")
		if secretPath(path) || raw && jsonHasSecret(value, path) {
			return true
		}
	}
	return false
}

// secretPath reports whether a step of path, with what is before it, is secret.
func secretPath(path string) bool {
	steps := strings.Split(path, "/")
	for i := range steps {
		// Numbers are elements of arrays, which add nothing to a path.
		steps[i] = strings.TrimLeft(steps[i], "0123456789")
	}
	steps = slices.DeleteFunc(steps, func(s string) bool { return s == "" })
	for end := range steps {
		so := "/" + strings.Join(steps[:end+1], "/")
		if slices.ContainsFunc(wirelog.SecretMembers, func(s string) bool { return strings.HasSuffix(so, "/"+s) }) {
			return true
		}
	}
	return false
}

// secretName finds what may be a secret in text that is not valid JSON.
var secretName = func() *regexp.Regexp {
	var names []string
	for _, path := range wirelog.SecretMembers {
		names = append(names, regexp.QuoteMeta(path[strings.LastIndexByte(path, '/')+1:]))
	}
	return regexp.MustCompile(`\b(` + strings.Join(names, "|") + `)['"]?\s*:`)
}()

// jsonHasSecret searches a JSON value that stands at path.
func jsonHasSecret(text, path string) bool {
	strict, err := strictJSON(text)
	if err != nil {
		return secretName.MatchString(text)
	}
	var value any
	if err := json.Unmarshal(strict, &value); err != nil {
		return secretName.MatchString(text)
	}
	return valueHasSecret(value, path)
}

func valueHasSecret(value any, path string) bool {
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			at := strings.TrimPrefix(path+"/"+name, "/")
			if secretPath(at) || valueHasSecret(member, at) {
				return true
			}
		}
	case []any:
		return slices.ContainsFunc(value, func(v any) bool { return valueHasSecret(v, path) })
	}
	return false
}
