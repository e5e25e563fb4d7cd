package site

import (
	"html/template"
	"strings"

	"github.com/qapi-go/qapi-gen/breaking"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// A row shows a part of a definition.
type row struct {
	// ID is the part's capability path below the page's definition.
	ID   string
	Kind breaking.PartKind
	// Owner is the name of the definition that declares the part, and Name the
	// part's in it.
	Owner, Name string
	// Tag is the discriminator of a branch.
	Tag      string
	Type     []typeText // empty for a value, and for a branch without members
	Optional bool
	Default  string // what the text says it is
	Since    string // the release that the text names
	If       string
	Features []feature
	Text     template.HTML
	// Releases are those that have the part, nil if there is nothing to say.
	Releases *releaseMark

	// Inner are the parts of the row's type, if they are shown here.
	Inner []*row
	// Above is the URL of a row above this one, on the same page, that shows
	// the parts of the same type.
	Above template.URL

	typ  model.Type // whose parts can be shown below the row; nil if there are none
	of   model.Type // whose part the row shows
	over *row       // the row below which it stands, nil at the top
	cost int        // bytes on the page, roughly
}

// Opens says what opening the row shows.
func (r *row) Opens() string {
	n := len(r.Inner)
	kinds := map[breaking.PartKind][2]string{
		breaking.MemberPart: {"member", "members"}, breaking.BranchPart: {"branch", "branches"},
		breaking.ValuePart: {"value", "values"}, breaking.AlternativePart: {"alternative", "alternatives"},
	}
	first, last := kinds[r.Inner[0].Kind], kinds[r.Inner[n-1].Kind]
	if first != last {
		return "members and branches"
	}
	return plural(n, first[0], first[1])
}

// Open reports whether the parts are shown at first: those of a type without a name,
// for which the row has no other words.
func (r *row) Open() bool {
	_, isEnum := r.typ.(*model.Enum)
	return model.IsImplicit(r.typ) && !isEnum
}

// typeText is a stretch of a type's name, with the URL of its page if it has one.
type typeText struct {
	Text string
	URL  template.URL
}

// A feature is a feature of a definition or of a part of one.
type feature struct {
	ID, Name, If string
	Text         template.HTML
}

// Special reports whether the language gives the feature a meaning.
func (f feature) Special() bool { return f.Name == model.Deprecated || f.Name == model.Unstable }

// alternativeID is the step that stands for an alternative in ids. In a
// capability path it has none.
func alternativeID(name string) string { return "=" + name }

// pageRows makes the rows of one page.
type pageRows struct {
	*builder
	base  string          // what ids start with, on a page of several definitions
	at    string          // the id of the section that rows are made for
	ids   map[string]bool // of all rows and features
	spent int             // bytes, roughly
}

// rows makes a row for each part of t, closed. Their ids start with path.
func (p *pageRows) rows(t model.Type, path string, over *row) []*row {
	list := make([]*row, 0, 8)
	for _, part := range partsOf(t) {
		step := part.step
		if part.kind == breaking.AlternativePart {
			step = alternativeID(part.name)
		}
		// A step after an alternative selects from what that is.
		r := &row{
			ID: p.uniqueID(joinSteps(path, step)), Kind: part.kind, Name: part.name, Owner: p.ownerName(t),
			Type: p.typeTexts(part.typ), of: t, over: over,
		}
		if part.typ != nil && hasParts(model.Element(part.typ)) {
			r.typ = model.Element(part.typ)
		}
		p.describe(r, t, part)
		r.cost = rowCost + len(r.Text) + 2*len(r.ID)
		for _, f := range r.Features {
			r.cost += rowCost/2 + len(f.Text)
		}
		p.spent += r.cost
		list = append(list, r)
	}
	return list
}

// rowCost is what a row takes on a page besides its text, in bytes.
const rowCost = 260

// uniqueID makes an id of a path. Two parts may have one path: those of two
// alternatives, and those of branches of nested unions.
func (p *pageRows) uniqueID(path string) string {
	id := path
	for p.ids[id] {
		id += "~"
	}
	p.ids[id] = true
	return id
}

// describe sets what the declaration of a part and the text about it say.
func (p *pageRows) describe(r *row, t model.Type, part part) {
	documented := model.Definition(t)
	switch part.kind {
	case breaking.MemberPart:
		m := part.member
		r.Optional, r.If = m.Optional, m.If.String()
		documented = m.DefinedIn
		if !m.DefinedIn.Wrapper() {
			r.Owner = p.ownerName(m.DefinedIn)
		}
		p.describeFeatures(r, m.DefinedIn, m.Features)
	case breaking.BranchPart:
		r.Tag, r.If = t.(*model.Union).Tag.Name, part.branch.If.String()
		p.describeBranch(r, t.(*model.Union), part.branch)
		return
	case breaking.ValuePart:
		r.If = part.value.If.String()
		p.describeFeatures(r, t, part.value.Features)
	case breaking.AlternativePart:
		r.If = part.alternative.If.String()
	}
	if d := documented.Common().Doc; d != nil {
		text := p.partText(documented, d.Member(part.name), part.typ)
		r.Text, r.Since, r.Default = text.html, text.since, text.defaultsTo
	}
}

// describeBranch takes the features and the text of the discriminator's value,
// for schemas do not describe branches.
func (p *pageRows) describeBranch(r *row, u *model.Union, br *model.Branch) {
	enum := u.Tag.Type.(*model.Enum)
	if v := enum.Value(br.Name); v != nil {
		p.describeFeatures(r, enum, v.Features)
		if r.If == "" {
			r.If = v.If.String()
		}
	}
	if d := enum.Doc; d != nil {
		text := p.partText(enum, d.Member(br.Name), nil)
		r.Text, r.Since = text.html, text.since
	}
}

func (p *pageRows) describeFeatures(r *row, documented model.Definition, features []*model.Feature) {
	r.Features = p.features(r.ID, documented, features)
}

// features describes the features of what has the id path.
func (p *pageRows) features(path string, documented model.Definition, features []*model.Feature) []feature {
	var list []feature
	for _, f := range features {
		out := feature{ID: p.uniqueID(joinSteps(path, "$"+f.Name)), Name: f.Name, If: f.If.String()}
		if d := documented.Common().Doc; d != nil {
			out.Text = p.text(documented, d.Feature(f.Name))
		}
		list = append(list, out)
	}
	return list
}

// A partText is what a comment says about a part: printed, and the facts in it.
type partText struct {
	html              template.HTML
	since, defaultsTo string
}

// partText reads a section of the comment of def about a member of type t, once for all
// pages. It is empty if there is none.
func (b *builder) partText(def model.Definition, section *parser.Section, t model.Type) partText {
	if section == nil {
		return partText{}
	}
	if text, ok := b.texts.Load(section); ok {
		return text.(partText)
	}
	text := partText{
		html:       b.printer(b.definitionRoot()).html(b.scope(def).Section(section)),
		since:      sinceOf(section.Text),
		defaultsTo: defaultOf(section.Text, t),
	}
	b.texts.Store(section, text)
	return text
}

// text is partText for what has no type.
func (b *builder) text(def model.Definition, section *parser.Section) template.HTML {
	return b.partText(def, section, nil).html
}

// typeTexts writes the name of a type with links.
func (b *builder) typeTexts(t model.Type) []typeText {
	switch t := t.(type) {
	case nil:
		return nil
	case *model.Array:
		return append(append([]typeText{{Text: "array of "}}, b.typeTexts(t.Elem)...), typeText{})
	case *model.Struct:
		if t == model.Empty {
			return nil
		}
		if t.Implicit() {
			return []typeText{{Text: "object"}}
		}
	case *model.Enum:
		if t.Implicit {
			return []typeText{{Text: "name of a branch"}}
		}
	default:
	}
	return []typeText{{t.Common().Name, b.addresses.definition(b.definitionRoot(), t)}}
}

// ownerName is the name of the definition that t is, or is a part of.
func (b *builder) ownerName(t model.Type) string {
	if owner := b.ownerOf(t); owner != nil {
		return owner.Common().Name
	}
	return t.Common().Name
}

// ownerOf is the definition that the schema names t by, or around t if that
// has no name.
func (b *builder) ownerOf(def model.Definition) model.Definition {
	name := def.Common().Name
	switch t := def.(type) {
	case *model.Struct:
		if t.Implicit() {
			name = strings.TrimSuffix(strings.TrimPrefix(name, "q_obj_"), "-"+t.Role)
		}
	case *model.Enum:
		if t.Implicit {
			name = strings.TrimSuffix(name, "Kind")
		}
	}
	return b.schema.Lookup(name)
}

// hasParts reports whether a type has members, branches, values or
// alternatives.
func hasParts(t model.Type) bool {
	switch t := t.(type) {
	case *model.Struct:
		return len(t.All) > 0
	case *model.Enum:
		return len(t.Values) > 0
	case *model.Union, *model.Alternate:
		return true
	default:
		return false
	}
}
