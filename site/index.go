package site

import (
	"encoding/json"
	"html"
	"regexp"
	"strings"

	"github.com/qapi-go/qapi-gen/breaking"
	"github.com/qapi-go/qapi-gen/doc"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// An indexEntry is a definition in the search index. The names are short because
// there are many.
type indexEntry struct {
	Kind    string `json:"k"`
	Name    string `json:"n"`
	Page    string `json:"u"`
	Module  int    `json:"m"`
	Flags   string `json:"f,omitempty"`
	Summary string `json:"s,omitempty"`
	// Arg and Ret are the numbers of types.
	Arg *int `json:"a,omitempty"`
	Ret *int `json:"r,omitempty"`
	// Parts are steps to the parts that the definition has, with their
	// types and texts.
	Parts []indexPart `json:"p,omitempty"`
}

// An indexPart is [step, number of the type or -1, text, flags], without what is
// empty at its end.
type indexPart []any

// The flags by which a reader can filter.
const (
	oobFlag         = "o"
	deprecatedFlag  = "d"
	unstableFlag    = "u"
	conditionalFlag = "c"
)

// searchIndex is a script that sets a variable: a page that is a file cannot
// read others.
func (b *builder) searchIndex() []byte {
	numbers := map[model.Definition]int{}
	for i, d := range b.schema.Definitions {
		numbers[d] = i
	}
	modules := map[*model.Module]int{}
	var index struct {
		Modules     []string     `json:"modules"`
		Definitions []indexEntry `json:"definitions"`
	}
	for i, m := range b.schema.Modules {
		modules[m] = i
		index.Modules = append(index.Modules, moduleTitle(m))
	}
	w := indexWriter{b, numbers}
	for _, d := range b.schema.Definitions {
		e := w.entry(d)
		e.Module = modules[d.Common().Module]
		index.Definitions = append(index.Definitions, e)
	}
	index.Definitions = append(index.Definitions, b.goneEntries()...)
	if len(b.devices) > 0 {
		index.Definitions = append(index.Definitions, b.deviceIndex(len(index.Modules))...)
		index.Modules = append(index.Modules, deviceModule)
	}
	text, err := json.Marshal(index)
	if err != nil {
		panic(err) // there are only strings and numbers in it
	}
	return append(append([]byte("window.qapiIndex = "), text...), ";\n"...)
}

type indexWriter struct {
	*builder
	numbers map[model.Definition]int
}

func (w *indexWriter) entry(d model.Definition) indexEntry {
	h := d.Common()
	e := indexEntry{
		Kind: kindOf(d), Name: h.Name, Page: string(w.addresses.definition("", d)),
		Flags: flagsOf(h.Features, h.If), Summary: w.summary(d),
	}
	switch d := d.(type) {
	case *model.Command:
		if d.AllowOOB {
			e.Flags += oobFlag
		}
		w.data(&e, d.Arg)
		if d.Ret != nil {
			e.Ret = w.number(d.Ret)
		}
	case *model.Event:
		w.data(&e, d.Arg)
	case model.Type:
		e.Parts = w.parts("", d)
	}
	return e
}

func (w *indexWriter) data(e *indexEntry, arg model.Object) {
	switch {
	case arg == nil:
	case model.IsImplicit(arg):
		e.Parts = w.parts("", arg)
	default:
		e.Arg = w.number(arg)
	}
}

func (w *indexWriter) number(t model.Type) *int {
	if n, ok := w.numbers[model.Element(t)]; ok {
		return &n
	}
	return nil
}

// parts are those of t, and of types in it that have no entry of their own.
func (w *indexWriter) parts(path string, t model.Type) []indexPart {
	var list []indexPart
	for _, part := range partsOf(t) {
		step := part.step
		if part.kind == breaking.AlternativePart {
			step = alternativeID(part.name)
		}
		number := -1
		if part.typ != nil {
			if n := w.number(part.typ); n != nil {
				number = *n
			}
		}
		text, flags := w.about(t, part)
		p := indexPart{joinSteps(path, step), number, text, flags}
		for len(p) > 1 && (p[len(p)-1] == "" || p[len(p)-1] == -1) {
			p = p[:len(p)-1]
		}
		list = append(list, p)
		if part.typ != nil && model.IsImplicit(model.Element(part.typ)) {
			list = append(list, w.parts(joinSteps(path, step), model.Element(part.typ))...)
		}
	}
	return list
}

// about is the first sentence about a part, and its flags.
func (w *indexWriter) about(t model.Type, part part) (text, flags string) {
	documented := model.Definition(t)
	switch part.kind {
	case breaking.MemberPart:
		documented, flags = part.member.DefinedIn, flagsOf(part.member.Features, part.member.If)
	case breaking.BranchPart:
		enum := t.(*model.Union).Tag.Type
		documented, flags = enum, flagsOf(nil, part.branch.If)
	case breaking.ValuePart:
		flags = flagsOf(part.value.Features, part.value.If)
	case breaking.AlternativePart:
		flags = flagsOf(nil, part.alternative.If)
	}
	if d := documented.Common().Doc; d != nil {
		text = firstSentence(w.partText(documented, d.Member(part.name), part.typ).html)
	}
	return text, flags
}

func flagsOf(features []*model.Feature, cond *model.Cond) string {
	flags := ""
	if model.HasFeature(features, model.Deprecated) {
		flags += deprecatedFlag
	}
	if model.HasFeature(features, model.Unstable) {
		flags += unstableFlag
	}
	if cond != nil {
		flags += conditionalFlag
	}
	return flags
}

// summary is the first sentence about a definition.
func (w *indexWriter) summary(d model.Definition) string {
	c := d.Common().Doc
	if c == nil {
		return ""
	}
	for _, section := range c.Sections {
		if section.Kind != parser.Plain {
			continue
		}
		for _, block := range w.scope(d).Section(section) {
			if p, ok := block.(*doc.Paragraph); ok {
				first, _ := splitSentence([]doc.Block{p})
				return shortened(plain(first))
			}
		}
	}
	return ""
}

var markup = regexp.MustCompile(`<[^>]*>`)

// firstSentence is the text of the first sentence of a printed text.
func firstSentence[T ~string](printed T) string {
	first, _, _ := strings.Cut(string(printed), "</p>")
	text := html.UnescapeString(markup.ReplaceAllString(first, ""))
	text = strings.Join(strings.Fields(text), " ")
	if end := doc.SentenceEnd(text); end > 0 {
		text = text[:end]
	}
	return shortened(text)
}

// maxSentence is the longest text of an entry in characters.
const maxSentence = 160

func shortened(text string) string {
	runes := []rune(text)
	if len(runes) <= maxSentence {
		return text
	}
	return strings.TrimRight(string(runes[:maxSentence-1]), " ,;") + "…"
}
