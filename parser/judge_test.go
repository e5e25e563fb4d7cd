package parser

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A judge is a running judge.py.
type judge struct {
	src   string   // the QEMU source tree
	rules DocRules // of that tree
	in    *bufio.Writer
	out   *bufio.Reader
}

// A verdict is what QEMU's front end makes of a schema: an error, or else
// what it has parsed.
type verdict struct {
	Error   *judgedError
	Exprs   []string // the places of definitions and include directives
	Docs    []judgedDoc
	Pragmas map[string]any
}

type judgedError struct {
	Place   string // PATH:LINE, empty where QEMU's front end crashes
	Exact   bool   // the place is that of the offending token
	Message string
}

type judgedDoc struct {
	Place, Symbol string
	Sections      []judgedSection
}

type judgedSection struct{ Kind, Name, Place, Text string }

// startJudge starts the judge, and seeds the randomness for what it judges.
func startJudge(t *testing.T) (*judge, *rand.Rand) {
	t.Helper()
	j := &judge{src: os.Getenv("QEMU_SRC"), rules: DocRules72}
	if j.src == "" {
		t.Skip("set QEMU_SRC to the folder of a QEMU source tree to compare with its front end")
	}
	code, err := os.ReadFile(filepath.Join(j.src, "scripts/qapi/parser.py"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(code), "longer than 70 characters") {
		j.rules = DocRules102
	}
	cmd := exec.CommandContext(t.Context(), "python3", "testdata/judge.py", j.src)
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
	j.in, j.out = bufio.NewWriter(in), bufio.NewReader(out)
	return j, newRand(t)
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
	v := &verdict{}
	if err := json.Unmarshal(line, v); err != nil {
		t.Fatal(err)
	}
	return v
}
