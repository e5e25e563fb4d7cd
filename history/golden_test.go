package history_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/qapi-go/qapi-gen/breaking"
	"github.com/qapi-go/qapi-gen/history"
	"github.com/qapi-go/qapi-gen/internal/testgolden"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// Each case has releases, the newest last, and what must come of them: what is
// in which ("presence"), what changed in each definition ("records"), and what
// changed between releases ("steps").
func TestGoldenHistories(t *testing.T) {
	testgolden.Run(t, "testdata/*.txtar", func(t *testing.T, c *testgolden.Case) {
		schema, h := load(t, c.Archive)
		isInput := func(name string) bool { return strings.HasSuffix(name, ".json") }
		c.CompareAll(t, isInput, []txtar.File{
			{Name: "presence", Data: []byte(presences(schema, h))},
			{Name: "records", Data: []byte(records(schema, h))},
			{Name: "steps", Data: []byte(steps(h))},
		})
	})
}

func load(t *testing.T, archive *txtar.Archive) (newest *model.Schema, h *history.History) {
	t.Helper()
	var releases []history.Release
	for _, f := range archive.Files {
		label, isRelease := strings.CutSuffix(f.Name, ".json")
		switch {
		case !isRelease:
		case strings.HasPrefix(string(f.Data), "["):
			releases = append(releases, document(t, label, f.Data))
		default:
			newest = schema(t, f.Name, f.Data)
			releases = append(releases, release(t, label, newest))
		}
	}
	last := len(releases) - 1
	h, err := history.New(t.Context(), releases[last], releases[:last])
	if err != nil {
		t.Fatal(err)
	}
	return newest, h
}

func document(t *testing.T, label string, text []byte) history.Release {
	t.Helper()
	doc, err := introspect.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	r, err := history.Document(label, doc)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func schema(t *testing.T, name string, text []byte) *model.Schema {
	t.Helper()
	s, diags := model.Load(name, parser.Options{ReadFile: func(string) ([]byte, error) { return text, nil }})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return s
}

func release(t *testing.T, label string, s *model.Schema) history.Release {
	t.Helper()
	r, err := history.Schema(label, s, false)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// parts are the parts of a definition, itself first.
func parts(d model.Definition) []breaking.Part {
	name := d.Common().Name
	list := []breaking.Part{{Definition: name}}
	object := func(o model.Object) {
		if o == nil {
			return
		}
		for _, m := range o.Fields() {
			list = append(list, breaking.Part{Definition: name, Kind: breaking.MemberPart, Name: m.Name})
		}
		if u, ok := o.(*model.Union); ok {
			for _, b := range u.Branches {
				list = append(list, breaking.Part{Definition: name, Kind: breaking.BranchPart, Name: b.Name})
			}
		}
	}
	switch d := d.(type) {
	case *model.Command:
		object(d.Arg)
	case *model.Event:
		object(d.Arg)
	case model.Object:
		object(d)
	case *model.Enum:
		for _, v := range d.Values {
			list = append(list, breaking.Part{Definition: name, Kind: breaking.ValuePart, Name: v.Name})
		}
	case *model.Alternate:
		for _, a := range d.Alternatives {
			list = append(list, breaking.Part{Definition: name, Kind: breaking.AlternativePart, Name: a.Name})
		}
	}
	return list
}

func presences(s *model.Schema, h *history.History) string {
	var b strings.Builder
	for _, d := range s.Definitions {
		for _, p := range parts(d) {
			b.WriteString(label(p))
			if text := h.Part(p).String(); text != "" {
				b.WriteString(": " + text)
			}
			b.WriteByte('\n')
		}
		for _, f := range h.FormerNames(d.Common().Name) {
			fmt.Fprintf(&b, "  %s until %s\n", f.Name, f.Until)
		}
	}
	return b.String()
}

func label(p breaking.Part) string {
	if p.Kind == "" {
		return p.Definition
	}
	return fmt.Sprintf("%s %s '%s'", p.Definition, p.Kind, p.Name)
}

func records(s *model.Schema, h *history.History) string {
	var b strings.Builder
	for _, d := range s.Definitions {
		for _, r := range h.Records(d.Common().Name) {
			fmt.Fprintf(&b, "%s-%s %s: %v: %s\n", r.From, r.To, label(r.Part), r.Change.Verdict, r.Change.Message)
		}
	}
	return b.String()
}

func steps(h *history.History) string {
	var b strings.Builder
	for _, s := range append(h.Steps(), h.StepsToNewest()...) {
		fmt.Fprintf(&b, "%s-%s: break %d, caution %d, compatible %d\n",
			s.From, s.To, s.Count(breaking.Break), s.Count(breaking.Caution), s.Count(breaking.Compatible))
		for _, ch := range s.Changes {
			fmt.Fprintf(&b, "  %v: %s\n", ch.Verdict, ch.Message)
			for _, p := range ch.Parts {
				fmt.Fprintf(&b, "    %s\n", label(p))
			}
		}
	}
	return b.String()
}
