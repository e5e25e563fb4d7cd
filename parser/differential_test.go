package parser

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
)

// TestMutationsAgainstQEMU compares results and positions of first errors with
// the front end of a QEMU source tree, on random mutations of its schemas.
// QEMU_MUTATIONS is the number of mutations. QEMU_SEED selects others.
func TestMutationsAgainstQEMU(t *testing.T) {
	j := startJudge(t)
	count, rng := testqemu.Mutations(t)
	m := newMutator(t, testqemu.Source(t), rng)
	path := filepath.Join(t.TempDir(), "schema.json")
	for n := range count {
		text := m.schema()
		writeFile(t, path, text)
		if problem := j.compare(t, path); problem != "" {
			t.Errorf("mutation %d: %s\n%s", n, problem, numbered(text))
		}
	}
}

// TestSchemasAgainstQEMU does the same with the unchanged schemas.
func TestSchemasAgainstQEMU(t *testing.T) {
	j := startJudge(t)
	for _, path := range schemaPaths(t, testqemu.Source(t)) {
		if problem := j.compare(t, path); problem != "" {
			t.Errorf("%s: %s", path, problem)
		}
	}
}

// TestIncludesAgainstQEMU does the same with small random trees of files that
// include each other.
func TestIncludesAgainstQEMU(t *testing.T) {
	j := startJudge(t)
	count, rng := testqemu.Mutations(t)
	for n := range count {
		dir := t.TempDir()
		if err := os.Mkdir(filepath.Join(dir, "sub"), 0o700); err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, name := range includable {
			text := randomFile(rng)
			writeFile(t, filepath.Join(dir, name), text)
			fmt.Fprintf(&all, "-- %s --\n%s", name, text)
		}
		if problem := j.compare(t, filepath.Join(dir, "a.json")); problem != "" {
			t.Errorf("tree %d: %s\n%s", n, problem, all.String())
		}
	}
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// compare describes how our result for a schema differs from QEMU's. The rules
// of editions before 9.0 may accept more than QEMU did, so for these only
// acceptance is compared.
func (j *judge) compare(t *testing.T, path string) string {
	t.Helper()
	want := j.verdict(t, path)
	tree, diags := Parse(path, Options{Edition: j.rules})
	switch {
	case want.Error == nil && diags != nil:
		return fmt.Sprintf("QEMU accepts, we say %v %s", diags[0].Pos, diags[0].Message)
	case j.rules < edition.Release(9, 0):
		return ""
	case want.Error == nil:
		return cmp.Diff(want, dump(tree))
	case diags == nil:
		return fmt.Sprintf("we accept, QEMU says %+v", *want.Error)
	case want.Error.Place == "" || samePlace(diags[0].Pos, want.Error):
		return ""
	}
	return fmt.Sprintf("we say %v %s,\nQEMU says %+v", diags[0].Pos, diags[0].Message, *want.Error)
}

// samePlace reports whether pos matches the place of QEMU's error: it is on the
// same line, or inside the expression that starts there.
func samePlace(pos diag.Pos, e *judgedError) bool {
	if linePlace(pos) == e.Place {
		return true
	}
	if e.Exact {
		return false
	}
	for _, entry := range load(pos.File(), Options{ReadFile: os.ReadFile}).root.entries {
		if v := entry.value; v != nil && linePlace(v.Pos) == e.Place {
			return v.Pos.Offset() <= pos.Offset() && pos.Offset() <= v.End.Offset()
		}
	}
	return false
}

func linePlace(pos diag.Pos) string { return fmt.Sprintf("%s:%d", pos.File(), pos.Line()) }

// dump converts tree into the form that the judge uses.
func dump(tree *Tree) *verdict {
	v := &verdict{Exprs: []string{}, Docs: []judgedDoc{}}
	for _, n := range tree.Nodes {
		v.Exprs = append(v.Exprs, linePlace(n.Object.Pos))
	}
	kinds := map[SectionKind]string{
		Plain: "Plain", MemberSection: "Member", FeatureSection: "Feature",
		Returns: "Returns", Errors: "Errors", Since: "Since", TODO: "Todo",
	}
	for _, d := range tree.Docs {
		doc := judgedDoc{Place: linePlace(d.Pos), Symbol: d.Symbol}
		for _, s := range d.Sections {
			doc.Sections = append(doc.Sections, judgedSection{kinds[s.Kind], s.Name, linePlace(s.Pos), s.Text})
		}
		v.Docs = append(v.Docs, doc)
	}
	p := &tree.Pragmas
	v.Pragmas = map[string]any{
		"doc_required":               p.DocRequired,
		"command_name_exceptions":    anyList(p.CommandNameExceptions),
		"command_returns_exceptions": anyList(p.CommandReturnsExceptions),
		"documentation_exceptions":   anyList(p.DocumentationExceptions),
		"member_name_exceptions":     anyList(p.MemberNameExceptions),
	}
	return v
}

func anyList(list []string) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = s
	}
	return out
}

// numbered returns text with line numbers.
func numbered(text string) string {
	var b strings.Builder
	for i, line := range strings.Split(text, "\n") {
		quoted, _ := json.Marshal(line) // a string cannot fail
		fmt.Fprintf(&b, "%4d %s\n", i+1, quoted)
	}
	return b.String()
}
