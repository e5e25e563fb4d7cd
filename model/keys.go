package model

import (
	"slices"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/parser"
)

// A keySet says which keys an object may have.
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

// checkKeys reports keys that v lacks and keys it must not have; what says
// what v is.
func (r *reader) checkKeys(v *parser.Value, what string, keys keySet) bool {
	ok := true
	for i := range v.Members {
		m := &v.Members[i]
		if keys.has(m.Key) {
			continue
		}
		ok = false
		d := r.errorf(m.Pos, m.End, "unknown key '%s' in %s", m.Key, what)
		if s := r.b.didYouMean(m.Key, slices.Values(keys.all())); s != "" {
			d.Message += s
		} else {
			d.Note(diag.Pos{}, "its keys are %s", quotedList(keys.all()))
		}
	}
	for _, key := range keys.required {
		if v.Get(key) == nil {
			ok = false
			r.errorf(v.Pos, diag.Pos{}, "%s lacks the key '%s'", what, key)
		}
	}
	return ok
}

// flag reads a flag that can only be given the value that is not its default.
func (r *reader) flag(obj *parser.Value, key string, def bool) bool {
	m := obj.Get(key)
	if m == nil {
		return def
	}
	if m.Value.Kind != parser.Bool || m.Value.Bool == def {
		r.valueErrorf(m.Value, "'%s' can only be given as %t; leave it out for %t", key, !def, def)
	}
	return !def
}
