package model

import (
	"slices"
	"strconv"
	"strings"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/parser"
)

// A keySet has the keys that an object must and may have.
type keySet struct {
	required, optional []string
}

// The keys of the objects inside definitions ("Schema syntax").
var (
	memberKeys  = keySet{required: []string{"type"}, optional: []string{"if", "features"}}
	branchKeys  = keySet{required: []string{"type"}, optional: []string{"if"}}
	valueKeys   = keySet{required: []string{"name"}, optional: []string{"if", "features"}}
	featureKeys = keySet{required: []string{"name"}, optional: []string{"if"}}
	condKeys    = keySet{optional: []string{"all", "any", "not"}}
)

func (s keySet) all() []string {
	return slices.Concat(s.required, s.optional)
}

func (s keySet) has(key string) bool {
	return slices.Contains(s.required, key) || slices.Contains(s.optional, key)
}

// fit reports whether v has all required keys and no unknown ones.
func (s keySet) fit(v *parser.Value) bool {
	return !slices.ContainsFunc(s.required, func(key string) bool { return v.Get(key) == nil }) &&
		!slices.ContainsFunc(v.Members, func(m parser.Member) bool { return !s.has(m.Key) })
}

// checkKeys reports missing and unknown keys of v. what describes v in messages.
func (r *reader) checkKeys(v *parser.Value, what string, keys keySet) bool {
	if keys.fit(v) {
		return true
	}
	missing := slices.DeleteFunc(slices.Clone(keys.required), func(key string) bool { return v.Get(key) != nil })
	unknown := slices.DeleteFunc(slices.Clone(v.Members), func(m parser.Member) bool { return keys.has(m.Key) })
	meant := make([]string, len(unknown))
	for i, m := range unknown {
		meant[i] = r.b.meantKey(m.Key, keys)
		// The missing key may be this one, misspelt.
		missing = slices.DeleteFunc(missing, func(key string) bool { return key == meant[i] })
	}
	if len(missing) > 0 && len(unknown) == len(v.Members) {
		unknown = nil // the object is something else
	}
	for i, m := range unknown {
		d := r.errorf(m.Pos, m.End, "unknown key '%s' in %s%s", m.Key, what, diag.DidYouMean(meant[i]))
		switch note := foreignNotes[m.Key]; {
		case meant[i] != "":
			d.Rewrite("'" + meant[i] + "'")
		case note != "":
			d.Note(diag.Pos{}, "%s", note)
		default:
			d.Note(diag.Pos{}, "its keys are %s", quotedList(keys.all()))
		}
	}
	if len(missing) > 0 {
		noun := "key"
		if len(missing) > 1 {
			noun = "keys"
		}
		d := r.errorf(v.Pos, diag.Pos{}, "%s lacks the %s %s", what, noun, quotedList(missing))
		if strings.HasPrefix(what, "member ") && len(unknown) == 0 {
			d.Note(diag.Pos{}, "an object inside another is a struct of its own, named here by its name")
		} else {
			d.Note(diag.Pos{}, "its keys are %s", quotedList(keys.all()))
		}
	}
	return false
}

// flag reads a flag. The schema may only set it to the value that is not its default.
func (r *reader) flag(obj *parser.Value, key string, def bool) bool {
	m := obj.Get(key)
	if m == nil {
		return def
	}
	if m.Value.Kind != parser.Bool || m.Value.Bool == def {
		d := r.valueErrorf(m.Value, "'%s' can only be given as %t; leave it out for %t", key, !def, def)
		if m.Value.Kind == parser.String && m.Value.Str == strconv.FormatBool(!def) {
			d.Rewrite(m.Value.Str)
		}
		return def
	}
	return !def
}
