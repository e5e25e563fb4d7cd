package doc_test

import (
	"fmt"
	"strings"

	"github.com/qapi-go/qapi-gen/doc"
)

// A dumper writes trees for golden files: a block a line, its contents below
// it.
type dumper struct{ b strings.Builder }

func (d *dumper) line(depth int, format string, args ...any) {
	d.b.WriteString(strings.TrimRight(strings.Repeat("  ", depth)+fmt.Sprintf(format, args...), " ") + "\n")
}

func (d *dumper) blocks(depth int, blocks []doc.Block) {
	for _, b := range blocks {
		d.block(depth, b)
	}
}

func (d *dumper) block(depth int, b doc.Block) {
	switch b := b.(type) {
	case *doc.Heading:
		d.line(depth, "heading %d: %s", b.Level, spans(b.Title))
	case *doc.Paragraph:
		d.line(depth, "paragraph: %s", spans(b.Text))
	case *doc.List:
		for _, item := range b.Items {
			d.line(depth, "item %s", item.Number)
			d.blocks(depth+1, item.Blocks)
		}
	case *doc.TermList:
		for _, item := range b.Items {
			d.line(depth, "term: %s", spans(item.Title))
			d.blocks(depth+1, item.Blocks)
		}
	case *doc.Quote:
		d.line(depth, "quote")
		d.blocks(depth+1, b.Blocks)
	case *doc.Literal:
		d.line(depth, "literal %s", b.Language)
		d.literal(depth+1, b)
	case *doc.Math:
		d.line(depth, "math")
		d.lines(depth+1, b.Lines)
	case *doc.Example:
		d.line(depth, "example %s%s", map[bool]string{true: "annotated "}[b.Annotated], spans(b.Title))
		d.blocks(depth+1, b.Blocks)
	case *doc.Admonition:
		d.line(depth, "%s %s", b.Kind, spans(b.Title))
		d.blocks(depth+1, b.Blocks)
	case *doc.Table:
		d.table(depth, b)
	case *doc.Footnote:
		d.line(depth, "footnote %s", b.Label)
		d.blocks(depth+1, b.Blocks)
	case *doc.Target:
		d.line(depth, "target %s %s", b.Name, b.URL)
	case *doc.Directive:
		d.line(depth, "directive %s %q", b.Name, b.Argument)
		for _, o := range b.Options {
			d.line(depth+1, "option %s: %s", o.Name, o.Value)
		}
		d.blocks(depth+1, b.Blocks)
	}
}

func (d *dumper) table(depth int, t *doc.Table) {
	d.line(depth, "table of %d lines %s", len(t.Lines), spans(t.Title))
	for i, row := range t.Rows {
		d.line(depth+1, "%s", map[bool]string{true: "header", false: "row"}[i < t.Header])
		for _, cell := range row {
			d.line(depth+2, "cell %dx%d", cell.ColumnSpan, cell.RowSpan)
			d.blocks(depth+3, cell.Blocks)
		}
	}
}

// literal writes a literal, split into parts if it has messages.
func (d *dumper) literal(depth int, l *doc.Literal) {
	parts := l.Parts()
	for _, p := range parts {
		if len(parts) > 1 || p.Kind != doc.Remark {
			d.line(depth, "%s", [...]string{doc.Remark: "remark", doc.Request: "request", doc.Response: "response"}[p.Kind])
			d.lines(depth+1, p.Lines)
		} else {
			d.lines(depth, p.Lines)
		}
	}
}

func (d *dumper) lines(depth int, lines []string) {
	for _, line := range lines {
		d.line(depth, "|%s", line)
	}
}

func spans(spans []doc.Span) string {
	var parts []string
	for _, s := range spans {
		part := fmt.Sprintf("%q", s.Text)
		if s.Kind != doc.Text {
			name := s.Kind.String()
			if s.Role != "" {
				name += " " + s.Role
			}
			target := ""
			if s.Target != "" && s.Target != s.Text {
				target = " -> " + s.Target
			}
			if s.Def != nil {
				target += " = " + s.Def.Common().Name
			}
			if s.Member != "" {
				target += "." + s.Member
			}
			part = fmt.Sprintf("%s(%s%s)", name, s.Text, target)
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, " ")
}
