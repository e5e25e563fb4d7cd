package site_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/qapi-go/qapi-gen/model"
)

// A walker compares the pages of a site with the model. It knows nothing of how
// pages are made, but for their paths and ids.
type walker struct {
	t     *testing.T
	pages map[string]*parsedPage
	found map[string]int
	texts map[*html.Node]string // by textOf
}

func checkParts(t *testing.T, m *madeSite) {
	w := &walker{t, m.pages, map[string]int{}, map[*html.Node]string{}}
	for _, d := range m.schema.Definitions {
		w.definition(d)
	}
	for _, m := range m.schema.Modules {
		w.module(m)
	}
	t.Logf("found %v", w.found)
}

// pageOf is the page of a definition. Names of the corpus differ in more than case.
func (w *walker) pageOf(d model.Definition) *parsedPage {
	folder := "type/"
	switch d.(type) {
	case *model.Command:
		folder = "command/"
	case *model.Event:
		folder = "event/"
	}
	return w.pages[folder+d.Common().Name+".html"]
}

func (w *walker) definition(d model.Definition) {
	h := d.Common()
	p := w.pageOf(d)
	if p == nil {
		w.t.Errorf("there is no page of %s", h.Name)
		return
	}
	w.found["definitions"]++
	main := p.ids["page:content"]
	w.has(main, h.Name, h.Name)
	w.has(main, h.Name, fmt.Sprintf("%s:%d", h.Module.Name, h.Pos.Line()))
	w.condition(main, h.Name, h.If)
	w.features(p, "", h.Features)
	switch d := d.(type) {
	case *model.Command:
		for flag, word := range map[bool]string{d.AllowOOB: "out-of-band", d.AllowPreconfig: "preconfig", d.Coroutine: "coroutine", !d.SuccessResponse: "no reply"} {
			if flag {
				w.has(main, h.Name, word)
			}
		}
		w.data(p, d.Arg)
		if d.Ret != nil {
			w.has(p.ids["ret-type"].Parent, h.Name+": returns", typeName(d.Ret))
			w.parts(p, "ret-type/", elem(d.Ret))
		}
	case *model.Event:
		w.data(p, d.Arg)
	case model.Type:
		w.parts(p, "", d)
	}
}

func (w *walker) data(p *parsedPage, arg model.Object) {
	if arg != nil {
		w.parts(p, "arg-type/", arg)
	}
}

// parts looks for what a type has, below the id prefix.
func (w *walker) parts(p *parsedPage, prefix string, t model.Type) {
	switch t := t.(type) {
	case *model.Struct:
		w.members(p, prefix, t.All)
	case *model.Union:
		w.members(p, prefix, t.Base.All)
		for _, br := range t.Branches {
			row := w.row(p, "branches", prefix+"+"+br.Name, br.Name)
			w.has(row, br.Name, t.Tag.Name)
			w.condition(row, br.Name, br.If)
			if o := br.Type.Common().Name; br.Type != model.Empty && !strings.HasPrefix(o, "q_") {
				w.has(row, br.Name, o)
			}
			if s, ok := br.Type.(*model.Struct); ok && s.Wrapper() {
				w.members(p, prefix+"+"+br.Name+"/", s.All)
			}
		}
	case *model.Alternate:
		for _, alt := range t.Alternatives {
			row := w.row(p, "alternatives", prefix+"="+alt.Name, alt.Name)
			w.has(row, alt.Name, typeName(alt.Type))
			w.condition(row, alt.Name, alt.If)
		}
	case *model.Enum:
		for _, v := range t.Values {
			row := w.row(p, "values", prefix+"^"+v.Name, v.Name)
			w.condition(row, v.Name, v.If)
			w.features(p, prefix+"^"+v.Name+"/", v.Features)
		}
	}
}

func (w *walker) members(p *parsedPage, prefix string, members []*model.Member) {
	for _, m := range members {
		row := w.row(p, "members", prefix+m.Name, m.Name)
		if e, isEnum := elem(m.Type).(*model.Enum); !isEnum || !e.Implicit {
			w.has(row, m.Name, typeName(m.Type))
		}
		w.condition(row, m.Name, m.If)
		w.features(p, prefix+m.Name+"/", m.Features)
		if term := row.FirstChild; term != nil && strings.Contains(textOf(term), "optional") != m.Optional {
			w.t.Errorf("%s: %s: optional is %v", p.path, m.Name, m.Optional)
		}
	}
}

// row finds the element with an id, which is about name.
func (w *walker) row(p *parsedPage, what, id, name string) *html.Node {
	n := p.ids[id]
	if n == nil {
		w.t.Errorf("%s: there is no %s", p.path, id)
		return &html.Node{}
	}
	w.found[what]++
	w.has(n.FirstChild, id, name)
	return n
}

func (w *walker) condition(n *html.Node, of string, c *model.Cond) {
	if c != nil {
		w.found["conditions"]++
		w.has(n, of, "if "+c.String())
	}
}

func (w *walker) features(p *parsedPage, prefix string, features []*model.Feature) {
	for _, f := range features {
		row := w.row(p, "features", prefix+"$"+f.Name, f.Name)
		w.condition(row, f.Name, f.If)
	}
}

func (w *walker) has(n *html.Node, of, text string) {
	if n == nil {
		w.t.Errorf("there is nothing about %s", of)
		return
	}
	if w.texts[n] == "" {
		w.texts[n] = textOf(n)
	}
	if !strings.Contains(w.texts[n], text) {
		w.t.Errorf("%s lacks %q", of, text)
	}
}

// module looks for the definitions of a module on its page.
func (w *walker) module(m *model.Module) {
	at := slices.IndexFunc(m.Definitions, func(d model.Definition) bool {
		p := w.bookOf(m)
		return p == nil || p.ids[d.Common().Name] == nil
	})
	if at >= 0 {
		w.t.Errorf("the page of %s lacks %s", m.Name, m.Definitions[at].Common().Name)
	}
	w.found["modules"]++
}

func (w *walker) bookOf(m *model.Module) *parsedPage {
	name := strings.TrimSuffix(m.Name, ".json")
	name = strings.TrimLeft(strings.ReplaceAll(name, "/", "~"), ".~")
	return w.pages["module/"+name+".html"]
}

// typeName is how pages call a type.
func typeName(t model.Type) string {
	if a, ok := t.(*model.Array); ok {
		return "array of " + typeName(a.Elem)
	}
	return t.Common().Name
}

func elem(t model.Type) model.Type {
	if a, ok := t.(*model.Array); ok {
		return elem(a.Elem)
	}
	return t
}
