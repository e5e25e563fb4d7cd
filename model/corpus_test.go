package model_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// realSchemas are the roots of the schemas of QEMU that are complete in the
// corpus.
var realSchemas = []string{
	"7.2.0/qapi/qapi-schema.json",
	"7.2.0/qga/qapi-schema.json",
	"7.2.0/storage-daemon/qapi/qapi-schema.json",
	"7.2.0/docs/interop/vhost-user.json",
	"10.2.2/qapi/qapi-schema.json",
	"10.2.2/qga/qapi-schema.json",
	"10.2.2/storage-daemon/qapi/qapi-schema.json",
	"10.2.2/docs/interop/firmware.json",
	"10.2.2/docs/interop/vhost-user.json",
}

// mustBuild builds a schema that has no errors.
func mustBuild(tb testing.TB, path string) *model.Schema {
	tb.Helper()
	s, diags := model.Load(path, parser.Options{})
	if len(diags) > 0 {
		tb.Fatalf("%s:%d: %s", diags[0].Pos.File(), diags[0].Pos.Line(), diags[0].Message)
	}
	return s
}

func TestRealSchemasAreAccepted(t *testing.T) {
	for _, path := range realSchemas {
		t.Run(path, func(t *testing.T) {
			mustBuild(t, testqemu.Corpus(t, path))
		})
	}
}

// TestVerdictsOfQEMU compares with the verdicts and places that QEMU's front
// end gave to its own tests.
func TestVerdictsOfQEMU(t *testing.T) {
	table, err := os.ReadFile(testqemu.Corpus(t, "10.2.2/tests/qapi-schema/expected.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	cases := 0
	for line := range strings.Lines(string(table)) {
		fields := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || len(fields) < 2 {
			continue
		}
		cases++
		want := verdict{verdict: fields[1]}
		if want.verdict == "reject" {
			want.file = testqemu.Corpus(t, "10.2.2/tests/qapi-schema", filepath.Base(fields[2]))
			if want.line, err = strconv.Atoi(fields[3]); err != nil {
				t.Fatal(err)
			}
		}
		path := testqemu.Corpus(t, "10.2.2/tests/qapi-schema", fields[0]+".json")
		tree, diags := build(path, parser.DocRules102)
		if s := disagreement(path, tree, diags, want); s != "" {
			t.Error(s)
		}
	}
	if cases == 0 {
		t.Error("the table has no cases")
	}
}
