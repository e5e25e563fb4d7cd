package model

import (
	"maps"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/parser"
)

// checkDocFits checks that the documentation comment names the definition, and
// has no sections that its kind cannot have ("Definition documentation").
func (r *reader) checkDocFits(h *Header) {
	doc := h.Doc
	if doc == nil {
		if r.b.tree.Pragmas.DocRequired {
			r.errorf(h.Pos, h.End, "%s lacks a documentation comment", r.in).
				Note(diag.Pos{}, "the pragma 'doc-required' asks for one")
		}
		return
	}
	if doc.Symbol != r.name {
		r.errorf(h.Pos, h.End, "the documentation comment before this is for '%s', not for '%s'", doc.Symbol, r.name).
			Note(doc.SymbolPos, "the comment is here")
	}
	r.checkDocSections(doc)
}

func (r *reader) checkDocSections(doc *parser.Doc) {
	returns, errors := doc.Section(parser.Returns), doc.Section(parser.Errors)
	switch {
	case r.kind != "command" && returns != nil:
		r.errorf(returns.Pos, diag.Pos{}, "%s cannot have a 'Returns:' section: only commands return", article(r.kind))
	case r.kind == "command" && returns != nil && r.node.Object.Get("returns") == nil &&
		!edition.ReturnsWithoutValue.In(r.b.tree.Edition):
		r.errorf(returns.Pos, diag.Pos{}, "this section says what %s returns, but it has no 'returns'", r.in)
	}
	if r.kind != "command" && errors != nil {
		r.errorf(errors.Pos, diag.Pos{}, "%s cannot have an 'Errors:' section: only commands fail", article(r.kind))
	}
}

// connectDoc checks that the parts of e are documented, if e has a
// documentation comment.
func (b *builder) connectDoc(e entity) {
	h := e.Common()
	if h.Doc == nil || IsImplicit(e) {
		return
	}
	members, features := described(h.Doc, parser.MemberSection), described(h.Doc, parser.FeatureSection)
	parts := b.documentedParts(e)
	for _, f := range parts.features {
		if features[f.Name] == nil {
			b.errorf(h, f.Pos, f.End, "feature '%s' is not documented", f.Name)
		}
	}
	if edition.UndocumentedMembers.In(b.tree.Edition) {
		b.checkDescribed(e)
		return
	}
	if b.pragmas.documentation[h.Doc.Symbol] {
		return
	}
	for _, m := range parts.members {
		if members[m.name] == nil {
			b.errorf(h, m.pos, m.end, "%s is not documented", m).
				Note(diag.Pos{}, "write in the comment: # @%s: what it is", m.name)
		}
	}
}

// described returns the sections of a kind, by the names that they describe.
func described(doc *parser.Doc, kind parser.SectionKind) map[string]*parser.Section {
	sections := make(map[string]*parser.Section, len(doc.Sections))
	for _, s := range doc.Sections {
		if s.Kind == kind {
			sections[s.Name] = s
		}
	}
	return sections
}

// checkDescriptions checks that the members and features exist that
// documentation comments describe.
func (b *builder) checkDescriptions() {
	if edition.UndocumentedMembers.In(b.tree.Edition) {
		return // connectDoc has checked them
	}
	documented := make(map[*parser.Doc]entity, len(b.entities))
	for _, e := range b.entities {
		if doc := e.Common().Doc; doc != nil && !IsImplicit(e) {
			documented[doc] = e
		}
	}
	for _, doc := range b.tree.Docs {
		if e := documented[doc]; e != nil {
			b.checkDescribed(e)
		}
	}
}

// checkDescribed reports members and features that the documentation of e
// describes although e does not have them.
func (b *builder) checkDescribed(e entity) {
	h := e.Common()
	parts := b.documentedParts(e)
	members := make(map[string]bool, len(parts.members))
	for _, m := range parts.members {
		members[m.name] = true
	}
	features := make(map[string]bool, len(parts.features))
	for _, f := range parts.features {
		features[f.Name] = true
	}
	for _, s := range h.Doc.Sections {
		switch {
		case s.Kind == parser.MemberSection && !members[s.Name]:
			b.notThere(h, s, "member", members)
		case s.Kind == parser.FeatureSection && !features[s.Name]:
			b.notThere(h, s, "feature", features)
		}
	}
}

func (b *builder) notThere(h *Header, s *parser.Section, what string, names map[string]bool) {
	b.errorf(h, s.Pos, diag.Pos{}, "%s '%s' is described here, but does not exist%s",
		what, s.Name, b.didYouMean(s.Name, maps.Keys(names)))
}

// parts are the parts of a definition that its documentation must describe.
// They are valid until the next call of documentedParts.
type parts struct {
	members  []use
	features []*Feature
}

func (b *builder) documentedParts(e entity) *parts {
	p := &b.parts
	p.members, p.features = p.members[:0], append(p.features[:0], e.Common().Features...)
	switch e := e.(type) {
	case *Enum:
		for _, v := range e.Values {
			p.add(use{"value", v.Name, v.Pos, v.End}, v.Features)
		}
	case *Struct:
		p.addMembers(e)
	case *Union:
		p.addMembers(e.base.implicit)
	case *Alternate:
		for _, a := range e.Alternatives {
			p.add(use{"alternative", a.Name, a.Pos, a.End}, nil)
		}
	case *Command:
		p.addMembers(e.arg.implicit)
	case *Event:
		p.addMembers(e.arg.implicit)
	}
	return p
}

func (p *parts) addMembers(s *Struct) {
	if s == nil {
		return
	}
	for _, m := range s.Own {
		p.add(use{"member", m.Name, m.Pos, m.End}, m.Features)
	}
}

func (p *parts) add(u use, features []*Feature) {
	p.members = append(p.members, u)
	p.features = append(p.features, features...)
}

// IsImplicit reports whether e is a type that another definition declares
// implicitly. That definition documents it.
func IsImplicit(e Definition) bool {
	switch e := e.(type) {
	case *Struct:
		return e.Implicit()
	case *Enum:
		return e.Implicit
	default:
		return false
	}
}
