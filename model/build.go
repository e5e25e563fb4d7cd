package model

import (
	"iter"
	"slices"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/parser"
)

// Build checks a parsed schema and resolves its names. The Schema is nil if
// there are errors, of which at most 1000 are told.
//
// It goes through the stages of QEMU's front end, each over the whole schema
// in its order, so that the first error is the one QEMU would stop at. A
// definition that falls short in one stage is left out of those behind it, and
// so is what refers to it: one mistake gives one error.
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
	// read are the definitions whose expressions are in order.
	read []declarable
	// broken are the names of definitions that already have an error; what
	// refers to one of them has none of its own. The empty name stands for
	// definitions that could not be read: any unknown name may be theirs.
	broken map[string]bool
	// types is what a type's name can mean: types that the schema declares
	// in passing and arrays by their internal names too, as in QEMU.
	types map[string]Type
	// entities are the types and definitions to check, in QEMU's order:
	// arrays and implicit types stand before the definition that first
	// needs them.
	entities []entity
	// state is how far the check of an object type has come.
	state map[Object]checkState
	// depth counts the object types being checked at once.
	depth int
	// features are the first uses of the distinct feature names.
	features    []*Feature
	featureSeen map[string]bool
	// unknown are the names of types that do not exist.
	unknown map[string]*unknown
	parts   parts // see documentedParts
	// suggestions are how many more unknown names get one.
	suggestions int
}

// An entity is a definition, or a type that the schema implies, on its way to
// being checked.
type entity interface {
	Definition
	// check resolves the names that e uses and enforces the rules that need
	// them resolved.
	check(b *builder)
}

// A declarable is an entity that the schema writes out.
type declarable interface {
	entity
	// declare announces the types that the entity implies, and then itself.
	declare(b *builder)
}

// maxSuggestions bounds the work spent on guessing what was meant.
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

// readDefinitions makes a definition of each expression on its own.
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

// define claims e's name, and makes e one of the schema's definitions.
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

// didYouMean is "; did you mean 'x'?" if one of candidates is close to name.
func (b *builder) didYouMean(name string, candidates iter.Seq[string]) string {
	return diag.DidYouMean(b.nearest(name, candidates))
}

// nearest is the candidate that is close to name, empty if none is.
func (b *builder) nearest(name string, candidates iter.Seq[string]) string {
	if b.suggestions == 0 {
		return ""
	}
	b.suggestions--
	return diag.Nearest(name, slices.Collect(candidates))
}
