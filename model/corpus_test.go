package model_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

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
	for _, path := range realSchemas(t) {
		t.Run(path, func(t *testing.T) {
			mustBuild(t, testqemu.Corpus(t, path))
		})
	}
}

// realSchemas are the paths in the corpus of the complete schemas.
func realSchemas(t *testing.T) []string {
	t.Helper()
	paths := []string{
		"7.2.0/docs/interop/vhost-user.json",
		"10.2.2/docs/interop/firmware.json",
		"10.2.2/docs/interop/vhost-user.json",
	}
	for _, version := range testqemu.Versions(t) {
		paths = slices.AppendSeq(paths, maps.Values(testqemu.Schemas(t, version)))
	}
	slices.Sort(paths)
	return paths
}

// TestVerdictsOfQEMU compares with the verdicts of QEMU's front ends on their
// own tests, and with the places of errors for the latest one. With
// edition.Auto, everything that a front end accepts is accepted.
func TestVerdictsOfQEMU(t *testing.T) {
	tables, err := filepath.Glob(filepath.Join(testqemu.Corpus(t), "*", "tests", "qapi-schema", "expected.tsv"))
	if err != nil || len(tables) == 0 {
		t.Fatal("no tables", err)
	}
	for _, table := range tables {
		folder := filepath.Dir(table)
		version := filepath.Base(filepath.Dir(filepath.Dir(folder)))
		own, err := edition.Parse(version)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(version, func(t *testing.T) {
			invalid, missed := 0, 0
			for name, want := range readVerdicts(t, table) {
				path := filepath.Join(folder, name+".json")
				tree, diags := build(path, own)
				said := disagreement(path, tree, diags, want)
				switch {
				case want.verdict == "accept":
					if _, diags := build(path, edition.Auto); diags.HasErrors() {
						t.Errorf("%s: refused where the edition is left to the schema: %v %s", path, diags[0].Pos, diags[0].Message)
					}
				case own < edition.Latest:
					invalid++
					if diags.HasErrors() {
						said = ""
						break
					}
					missed++
					t.Log("accepted:", path)
					said = ""
				}
				if said != "" {
					t.Error(said)
				}
			}
			// Messages and order of the old front ends differ. A schema that
			// they reject is seldom of use.
			if missed*100 > invalid*3 {
				t.Errorf("%d of %d invalid schemas are accepted, more than 3 percent", missed, invalid)
			}
		})
	}
}

func readVerdicts(t *testing.T, table string) map[string]verdict {
	t.Helper()
	text, err := os.ReadFile(table)
	if err != nil {
		t.Fatal(err)
	}
	verdicts := map[string]verdict{}
	for line := range strings.Lines(string(text)) {
		fields := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || len(fields) < 2 {
			continue
		}
		v := verdict{verdict: fields[1]}
		if v.verdict == "reject" {
			v.file = filepath.Join(filepath.Dir(table), filepath.Base(fields[2]))
			if v.line, err = strconv.Atoi(fields[3]); err != nil {
				t.Fatal(err)
			}
		}
		verdicts[fields[0]] = v
	}
	return verdicts
}
