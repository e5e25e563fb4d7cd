package model

import (
	"iter"
	"slices"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/parser"
)

// Build checks a parsed schema and resolves its names. If there are errors, the
// Schema is nil and the list has at most 1000 of them.
//
// Build has the stages of QEMU's front end. Each stage processes the whole schema
// in QEMU's order, so that the first error is the one at which QEMU stops. A
// definition with an error takes no part in later stages, nor do definitions that
// refer to it. Thus one mistake gives one error.
func Build(tree *parser.Tree) (*Schema, diag.List) {
	b := newBuilder(tree)
	b.readDefinitions()
	b.declareDefinitions()
	b.checkEntities()
	b.checkDescriptions()
	b.checkFeatureCount()
	b.countUnknownTypes()
	b.diags.Curtail()
	if b.diags.HasErrors() {
		return nil, b.diags
	}
	return b.schema, b.diags
}

// A builder is the state of one Build.
type builder struct {
	tree    *parser.Tree
	pragmas pragmas
	schema  *Schema
	diags   diag.List

	modules map[*parser.File]*Module
	// read are the definitions whose expressions have no error.
	read []declarable
	// broken are the names of definitions that have an error. A reference to one
	// of them is not an error of its own. The empty name stands for definitions
	// that could not be read: any unknown name may be the name of one.
	broken map[string]bool
	// types are the types by name. Implicit types and arrays have the internal
	// names that QEMU gives them.
	types map[string]Type
	// entities are the types and definitions to check, in QEMU's order: an array
	// or implicit type comes before the first definition that uses it.
	entities []entity
	// state is the progress of the check of an object type.
	state map[Object]checkState
	// depth is the number of object types whose check has begun and not ended.
	depth int
	// features has the first use of each feature name.
	features    []*Feature
	featureSeen map[string]bool
	// unknown are the undefined types that the schema refers to, by name.
	unknown map[string]*unknown
	parts   parts // see documentedParts
	// suggestions is the number of unknown names that still get a suggestion.
	suggestions int
}

// An entity is a definition or an implicit type that Build checks.
type entity interface {
	Definition
	// check resolves the names that e uses and enforces the rules that need
	// them resolved.
	check(b *builder)
}

// A declarable is an entity with an expression in the schema.
type declarable interface {
	entity
	// declare adds the entity's implicit types to the builder, then the entity.
	declare(b *builder)
}

// maxSuggestions bounds the time spent on suggestions for unknown names.
const maxSuggestions = 100

func newBuilder(tree *parser.Tree) *builder {
	b := &builder{
		tree:        tree,
		pragmas:     newPragmas(&tree.Pragmas),
		schema:      &Schema{Tree: tree, names: map[string]Definition{}},
		modules:     map[*parser.File]*Module{},
		broken:      map[string]bool{},
		unknown:     map[string]*unknown{},
		types:       map[string]Type{},
		state:       map[Object]checkState{},
		featureSeen: map[string]bool{Deprecated: true, Unstable: true},
		suggestions: maxSuggestions,
	}
	for _, name := range tree.Broken {
		b.broken[name] = true
	}
	for _, f := range tree.Files {
		m := &Module{Name: f.Module, File: f}
		b.modules[f] = m
		b.schema.Modules = append(b.schema.Modules, m)
	}
	b.predefine()
	return b
}

// readDefinitions reads each expression into a definition, without a look at others.
func (b *builder) readDefinitions() {
	for _, node := range b.tree.Nodes {
		if node.Include != nil {
			b.include(node)
			continue
		}
		r := &reader{b: b, node: node}
		e := r.definition()
		switch {
		case !r.failed:
			b.read = append(b.read, e)
		case r.name != "":
			b.broken[r.name] = true
		}
	}
}

func (b *builder) include(node *parser.Node) {
	from, to := b.modules[node.File], b.modules[node.Include]
	if !slices.Contains(from.Includes, to) {
		from.Includes = append(from.Includes, to)
	}
}

// declareDefinitions gives each name to the first definition that claims it.
func (b *builder) declareDefinitions() {
	for _, e := range b.read {
		e.declare(b)
	}
}

// define adds e to the schema's definitions, unless its name is taken.
func (b *builder) define(e entity) {
	h := e.Common()
	if prev, taken := b.schema.names[h.Name]; taken {
		b.redefined(h, prev.Common())
		return
	}
	b.schema.names[h.Name] = e
	b.schema.Definitions = append(b.schema.Definitions, e)
	h.Module.Definitions = append(h.Module.Definitions, e)
	b.entities = append(b.entities, e)
	if t, ok := e.(Type); ok {
		b.types[h.Name] = t
	}
}

func (b *builder) redefined(h, prev *Header) {
	if prev.Module == nil {
		b.errorf(h, h.Pos, h.End, "'%s' is taken: it is the name of a built-in type", h.Name)
		return
	}
	b.errorf(h, h.Pos, h.End, "the name '%s' is taken", h.Name).
		Note(prev.Pos, "%s is here", prev.in)
}

// checkEntities resolves and checks each entity, and then its documentation.
func (b *builder) checkEntities() {
	for _, e := range b.entities {
		e.check(b)
		b.connectDoc(e)
	}
}

// errorf reports an error in the definition h.
func (b *builder) errorf(h *Header, pos, end diag.Pos, format string, args ...any) *diag.Diagnostic {
	return b.diags.Errorf(pos, end, format, args...).Within("%s", h.in)
}

// didYouMean returns "; did you mean 'x'?" if one of candidates is close to name,
// otherwise "".
func (b *builder) didYouMean(name string, candidates iter.Seq[string]) string {
	return diag.DidYouMean(b.nearest(name, candidates))
}

// nearest returns the candidate that is close to name, or "" if none is.
func (b *builder) nearest(name string, candidates iter.Seq[string]) string {
	if b.suggestions == 0 {
		return ""
	}
	b.suggestions--
	return diag.Nearest(name, slices.Collect(candidates))
}
