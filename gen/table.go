package gen

import (
	"strconv"

	"github.com/qapi-go/qapi-gen/model"
)

// A table writes the variable with a qapi.Type. It writes text, because it only
// names things of the schema and flags of the runtime. It puts as many rows on
// a line as fit.
type table struct {
	d    *decls
	text []byte // the current line
	list bool   // a list is open
}

// table declares the variable with the table of the Go type goName, which is
// called name in the schema. fields writes the fields of the qapi.Type that
// depend on the kind.
func (d *decls) table(goName, name, kind string, fields func(*table)) {
	d.trees.flush(d)
	t := table{d: d, text: d.text[:0]}
	t.add("var ", typeVar(goName), " = qapi.Type{Name: ")
	t.text = strconv.AppendQuote(t.text, name)
	t.add(", Kind: qapi.Kind", kind)
	fields(&t)
	t.endList()
	t.add("}")
	t.endLine()
	d.text = t.text
	d.end()
}

func (t *table) add(parts ...string) {
	for _, p := range parts {
		t.text = append(t.text, p...)
	}
}

func (t *table) endLine() {
	t.d.layout.line(t.text)
	t.text = t.text[:0]
}

// startList starts a field of the qapi.Type that is a slice with n elements.
func (t *table) startList(field, elem string, n int) {
	t.endList()
	if t.list = n > 0; t.list {
		t.add(", ", field, ": []qapi.", elem, "{")
		t.endLine()
	}
}

func (t *table) endList() {
	if t.list {
		t.endLine()
		t.add("}")
		t.list = false
	}
}

// row adds an element to the list: a name and optionally another field.
func (t *table) row(name, field string) {
	const width = 100
	end := len(t.text)
	if end > 0 {
		t.add(" ")
	}
	start := len(t.text)
	t.add("{Name: ")
	t.text = strconv.AppendQuote(t.text, name)
	t.add(field, "},")
	if end > 0 && len(t.text) >= width {
		t.d.layout.line(t.text[:end])
		t.text = append(t.text[:0], t.text[start:]...)
	}
}

func (t *table) members(members []*model.Member) {
	t.startList("Members", "Member", len(members))
	for _, m := range members {
		t.row(m.Name, flagsField(memberFlags(m.Optional, m.Features)))
	}
}

func (t *table) branches(branches []*model.Branch) {
	t.startList("Branches", "Branch", len(branches))
	for _, b := range branches {
		if isEmpty(b.Type) {
			t.row(b.Name, ", Empty: true")
		} else {
			t.row(b.Name, "")
		}
	}
}
