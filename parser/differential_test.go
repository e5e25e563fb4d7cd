package parser

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/diag"
)

// TestAgainstQEMU compares verdicts, and the places of first errors, with the
// front end of a QEMU source tree on random mutations of its own schemas.
// QEMU_MUTATIONS is how many, QEMU_SEED makes a run repeatable.
func TestAgainstQEMU(t *testing.T) {
	src := os.Getenv("QEMU_SRC")
	if src == "" {
		t.Skip("set QEMU_SRC to the folder of a QEMU source tree to compare with its front end")
	}
	rng := rand.New(rand.NewPCG(envNumber(t, "QEMU_SEED", 1), 0))
	j := startJudge(t, src)
	rules := rulesOf(t, src)
	m := newMutator(t, src, rng)
	path := filepath.Join(t.TempDir(), "schema.json")
	for n := range envNumber(t, "QEMU_MUTATIONS", 1000) {
		text := m.schema()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		want := j.verdict(t, path)
		_, diags := Parse(path, Options{DocRules: rules})
		if problem := compare(diags, want, rules); problem != "" {
			t.Errorf("mutation %d: %s\n%s", n, problem, numbered(text))
		}
	}
}

func envNumber(t *testing.T, name string, otherwise uint64) uint64 {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// rulesOf are the rules for documentation comments that a source tree has.
func rulesOf(t *testing.T, src string) DocRules {
	t.Helper()
	code, err := os.ReadFile(filepath.Join(src, "scripts/qapi/parser.py"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(code), "longer than 70 characters") {
		return DocRules102
	}
	return DocRules72
}

// A judge is a running judge.py.
type judge struct {
	in  *bufio.Writer
	out *bufio.Reader
}

// A verdict is what QEMU's front end has against a schema, nil for nothing.
type verdict struct {
	File    string
	Line    int
	Exact   bool // the line is that of the offending token
	Message string
}

func startJudge(t *testing.T, src string) *judge {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "python3", "testdata/judge.py", src)
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
		_ = cmd.Wait() // the context may have ended it
	})
	return &judge{bufio.NewWriter(in), bufio.NewReader(out)}
}

func (j *judge) verdict(t *testing.T, path string) *verdict {
	t.Helper()
	_, _ = fmt.Fprintln(j.in, path)
	if err := j.in.Flush(); err != nil {
		t.Fatal(err)
	}
	line, err := j.out.ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	var v *verdict
	if err := json.Unmarshal(line, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// compare says how our result differs from QEMU's. The rules of 7.2 may
// accept more than QEMU 7.2, so there only acceptance is compared.
func compare(diags diag.List, want *verdict, rules DocRules) string {
	switch {
	case want == nil && diags == nil:
		return ""
	case want == nil:
		return fmt.Sprintf("QEMU accepts, we say %v %s", diags[0].Pos, diags[0].Message)
	case rules == DocRules72 || want.File == "" && diags != nil:
		return ""
	case diags == nil:
		return fmt.Sprintf("we accept, QEMU says %+v", *want)
	}
	pos := diags[0].Pos
	if pos.File() == want.File && (pos.Line() == want.Line || !want.Exact && sameExpression(pos, want.Line)) {
		return ""
	}
	return fmt.Sprintf("we say %v %s,\nQEMU says %+v", pos, diags[0].Message, *want)
}

// sameExpression reports whether pos is inside the top-level expression that
// starts on the given line, which is where QEMU places what is wrong with it.
func sameExpression(pos diag.Pos, line int) bool {
	_, u := load(pos.File(), Options{ReadFile: readFile})
	for _, e := range u.entries {
		if v := e.value; v != nil && v.Pos.Line() == line {
			return line <= pos.Line() && pos.Line() <= v.End.Line()
		}
	}
	return false
}

// numbered is text with line numbers.
func numbered(text string) string {
	var b strings.Builder
	for i, line := range strings.Split(text, "\n") {
		fmt.Fprintf(&b, "%4d %q\n", i+1, line)
	}
	return b.String()
}
