package model_test

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// A verdict is the result of a front end for a schema: "accept", "reject" with
// the place of the first error, or "crash".
type verdict struct {
	verdict string
	file    string
	line    int
}

func (v verdict) String() string {
	if v.verdict != "reject" {
		return v.verdict
	}
	return fmt.Sprintf("reject at %s:%d", v.file, v.line)
}

// A judge runs QEMU's own front end.
type judge struct {
	*testqemu.Judge
	rules edition.Edition
}

// newJudge starts the front end of the QEMU source tree that QEMU_SRC names. An
// old one is no judge: QEMU 7.2 let members of unboxed data have conditions,
// and places some errors elsewhere.
func newJudge(t *testing.T) *judge {
	t.Helper()
	rules := testqemu.Edition(t)
	if rules < edition.Release(10, 0) {
		t.Skip("set QEMU_SRC to a tree of QEMU 10.0 or later, whose language the model follows")
	}
	return &judge{Judge: testqemu.StartJudge(t, "testdata/judge.py"), rules: rules}
}

// ask returns the judge's verdict on the schema at path.
func (j *judge) ask(t *testing.T, path string) verdict {
	t.Helper()
	answer := j.Ask(t, path)
	fields := strings.Split(answer, "\t")
	if len(fields) != 3 {
		t.Fatalf("the judge says %q", answer)
	}
	line, err := strconv.Atoi(fields[2])
	if err != nil {
		t.Fatal(err)
	}
	return verdict{fields[0], fields[1], line}
}

// build parses and builds the schema at path.
func build(path string, rules edition.Edition) (*parser.Tree, diag.List) {
	tree, diags := parser.Parse(path, parser.Options{Edition: rules})
	if tree.Whole {
		_, more := model.Build(tree)
		diags = append(diags, more...)
	}
	return tree, diags
}

// disagreement describes how diags, found in the schema at path, differ from
// the judge's verdict. It is empty if they agree.
func disagreement(path string, tree *parser.Tree, diags diag.List, want verdict) string {
	got := verdict{verdict: "accept"}
	if diags.HasErrors() {
		got = verdict{"reject", diags[0].Pos.File(), diags[0].Pos.Line()}
	}
	said := fmt.Sprintf("%s: got %v, QEMU says %v", path, got, want)
	if len(diags) > 0 {
		said += "\n\t" + diags[0].Message
	}
	switch {
	case want.verdict == "crash" && got.verdict == "reject":
		return ""
	case got.verdict != want.verdict:
		return said
	case got.verdict == "accept":
		return ""
	case filepath.Clean(got.file) != filepath.Clean(want.file) ||
		got.line < want.line || got.line > lastLine(tree, want):
		return said
	}
	return ""
}

// lastLine returns the last line of the directive, or of the definition with
// its documentation comment, that starts on the line of v. For other lines it
// returns the line itself.
func lastLine(tree *parser.Tree, v verdict) int {
	for _, n := range tree.Nodes {
		if filepath.Clean(n.Object.Pos.File()) != filepath.Clean(v.file) {
			continue
		}
		first, last := n.Object.Pos.Line(), n.Object.End.Line()
		if n.Doc != nil {
			first = n.Doc.Pos.Line()
		}
		if first <= v.line && v.line <= last {
			return last
		}
	}
	return lastLineOfDirective(tree, v)
}

func lastLineOfDirective(tree *parser.Tree, v verdict) int {
	for _, f := range tree.Files {
		if filepath.Clean(f.Source.Path) != filepath.Clean(v.file) {
			continue
		}
		lines := strings.Split(string(f.Source.Text), "\n")[v.line-1:]
		if !strings.HasPrefix(lines[0], "{") {
			break
		}
		for i, depth := 0, 0; i < len(lines); i++ {
			depth += strings.Count(lines[i], "{") - strings.Count(lines[i], "}")
			if depth == 0 {
				return v.line + i
			}
		}
	}
	return v.line
}
