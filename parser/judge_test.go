package parser

import (
	"encoding/json"
	"testing"

	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
)

// A judge runs judge.py.
type judge struct {
	*testqemu.Judge
	rules edition.Edition // of its QEMU source tree
}

// A verdict is the result of QEMU's front end for a schema: an error, or the
// parsed schema.
type verdict struct {
	Error   *judgedError
	Exprs   []string // positions of definitions and include directives
	Docs    []judgedDoc
	Pragmas map[string]any
}

type judgedError struct {
	Place   string // PATH:LINE, empty if QEMU's front end crashes
	Exact   bool   // the place is that of the offending token
	Message string
}

type judgedDoc struct {
	Place, Symbol string
	Sections      []judgedSection
}

type judgedSection struct{ Kind, Name, Place, Text string }

func startJudge(t *testing.T) *judge {
	t.Helper()
	j := &judge{Judge: testqemu.StartJudge(t, "testdata/judge.py"), rules: testqemu.Edition(t)}
	return j
}

func (j *judge) verdict(t *testing.T, path string) *verdict {
	t.Helper()
	v := &verdict{}
	if err := json.Unmarshal([]byte(j.Ask(t, path)), v); err != nil {
		t.Fatal(err)
	}
	return v
}
