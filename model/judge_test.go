package model_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// A verdict is what a front end says about a schema: "accept", "reject" with
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

// A judge is QEMU's own front end, running.
type judge struct {
	in    io.Writer
	out   *bufio.Scanner
	rules parser.DocRules
}

// newJudge starts the front end of the QEMU source tree that QEMU_SRC names.
func newJudge(t *testing.T) *judge {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "python3", "testdata/judge.py", qemuSource(t))
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		_ = cmd.Wait()
	})
	return &judge{in: in, out: bufio.NewScanner(out), rules: docRules(t)}
}

// qemuSource is the folder of QEMU's sources.
func qemuSource(t *testing.T) string {
	t.Helper()
	src := os.Getenv("QEMU_SRC")
	if src == "" {
		t.Skip("set QEMU_SRC to a QEMU source tree to compare with QEMU's own front end")
	}
	return src
}

// docRules are the rules for documentation of QEMU's sources. An exception from
// the newer ones is known by what has them.
func docRules(t *testing.T) parser.DocRules {
	t.Helper()
	source, err := os.ReadFile(filepath.Join(qemuSource(t), "scripts", "qapi", "source.py"))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(source, []byte("documentation_exceptions")) {
		return parser.DocRules102
	}
	return parser.DocRules72
}

// ask gets the judge's verdict on the schema at path.
func (j *judge) ask(t *testing.T, path string) verdict {
	t.Helper()
	if _, err := fmt.Fprintln(j.in, path); err != nil {
		t.Fatal(err)
	}
	if !j.out.Scan() {
		t.Fatalf("the judge is gone: %v", j.out.Err())
	}
	fields := strings.Split(j.out.Text(), "\t")
	if len(fields) != 3 {
		t.Fatalf("the judge says %q", j.out.Text())
	}
	line, err := strconv.Atoi(fields[2])
	if err != nil {
		t.Fatal(err)
	}
	return verdict{fields[0], fields[1], line}
}

// build parses and builds the schema at path.
func build(path string, rules parser.DocRules) (*parser.Tree, diag.List) {
	tree, diags := parser.Parse(path, parser.Options{DocRules: rules})
	if tree.Whole {
		_, more := model.Build(tree)
		diags = append(diags, more...)
	}
	return tree, diags
}

// disagreement says how diags, found in the schema at path, differ from what
// the judge said; it is empty if they don't.
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

// lastLine is the last line of what stands on the line of v: a definition with
// its documentation comment, or a directive; else it is that very line.
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
