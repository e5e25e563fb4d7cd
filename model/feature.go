package model

import (
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/parser"
)

// A Feature is a feature flag (QEMU's qapi-code-gen, "Features").
type Feature struct {
	Name     string
	Pos, End diag.Pos
	If       *Cond

	in string // the definition that has it, for Diagnostic.In
}

// Special features have a predefined meaning ("Special features").
const (
	Deprecated = "deprecated"
	Unstable   = "unstable"
)

// maxFeatures is the maximum number of distinct features of a schema, including
// the special ones. QEMU keeps them in the bits of a 64-bit word.
const maxFeatures = 64

// HasFeature reports whether name is among the features.
func HasFeature(features []*Feature, name string) bool {
	for _, f := range features {
		if f.Name == name {
			return true
		}
	}
	return false
}

// definitionFeatures returns the construct that features of a kind of definitions are.
func definitionFeatures(kind string) edition.Construct {
	switch kind {
	case "struct":
		return edition.StructFeatures
	case "command":
		return edition.CommandFeatures
	default:
		return edition.DefinitionFeatures
	}
}

// featureList reads the features of obj, which is nil if the schema has only a
// short form. allowed is the construct that the edition must have.
func (r *reader) featureList(obj *parser.Value, allowed edition.Construct) []*Feature {
	m := member(obj, "features")
	if m == nil {
		return nil
	}
	r.requires(allowed, m)
	if m.Value.Kind != parser.Array {
		r.valueErrorf(m.Value, "'features' takes an array of features")
		return nil
	}
	features := make([]*Feature, 0, len(m.Value.Elems))
	for _, v := range m.Value.Elems {
		if f := r.feature(v); f != nil {
			features = append(features, f)
		}
	}
	return features
}

func (r *reader) feature(v *parser.Value) *Feature {
	name := r.named(v, "a feature", featureKeys)
	if name == nil {
		return nil
	}
	what := "feature '" + name.Str + "'"
	r.memberName(name.Str, name.Pos, name.End, what, false)
	return &Feature{Name: name.Str, Pos: name.Pos, End: name.End, If: r.cond(v, what), in: r.in}
}

// named returns the name in v, which is a string or an object with a 'name'.
func (r *reader) named(v *parser.Value, what string, keys keySet) *parser.Value {
	name := v
	if v.Kind == parser.Object {
		if !r.checkKeys(v, what, keys) {
			return nil
		}
		name = v.Get("name").Value
	}
	if name.Kind != parser.String {
		r.valueErrorf(name, "%s must be named by a string", what)
		return nil
	}
	return name
}

// declareFeatures adds features with new names to the builder.
func (b *builder) declareFeatures(features []*Feature) {
	for _, f := range features {
		if !b.featureSeen[f.Name] {
			b.featureSeen[f.Name] = true
			b.features = append(b.features, f)
		}
	}
}

// checkFeatures reports clashes among the features of h or of a part of it.
func (b *builder) checkFeatures(h *Header, features []*Feature) {
	if len(features) < 2 {
		return
	}
	seen := make(names, len(features))
	for _, f := range features {
		b.claim(h, seen, use{"feature", f.Name, f.Pos, f.End})
	}
}

// checkTypeFeatures is checkFeatures for a type, which cannot have special features.
func (b *builder) checkTypeFeatures(h *Header) {
	b.checkFeatures(h, h.Features)
	if b.tree.Allows(edition.SpecialTypeFeatures) {
		return
	}
	for _, f := range h.Features {
		if f.Name == Deprecated || f.Name == Unstable {
			b.errorf(h, f.Pos, f.End, "a type cannot have the special feature '%s'", f.Name).
				Note(diag.Pos{}, "give it to the members, values, commands or events concerned")
		}
	}
}

func (b *builder) checkFeatureCount() {
	if room := maxFeatures - 2; len(b.features) > room { // two are special
		f := b.features[room]
		b.diags.Errorf(f.Pos, f.End, "feature '%s' is one too many: a schema can have %d distinct features, "+
			"'deprecated' and 'unstable' among them", f.Name, maxFeatures).Within("%s", f.in)
	}
}

func featureCond(f *Feature) *Cond { return f.If }
