package model_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/parser"
)

// TestAgreesWithQEMU compares verdict and place with QEMU's front end on all of
// QEMU's own tests.
func TestAgreesWithQEMU(t *testing.T) {
	j := newJudge(t)
	for _, path := range qemuTests(t) {
		tree, diags := build(path, j.rules)
		if s := disagreement(path, tree, diags, j.ask(t, path)); s != "" {
			t.Error(s)
		}
	}
}

// TestQEMUAgreesOnGoldenSchemas does the same on our own golden schemas.
func TestQEMUAgreesOnGoldenSchemas(t *testing.T) {
	j := newJudge(t)
	for _, folder := range []string{"bad", "good"} {
		eachArchive(t, folder, func(t *testing.T, path string) {
			t.Helper()
			s := archivedSchema(t, path)
			root := s.write(t, t.TempDir())
			if tree, _ := build(root, edition.Auto); tree.Edition != j.rules {
				t.Skip("the schema goes by the rules of another QEMU")
			}
			tree, diags := build(root, j.rules)
			if said := disagreement(root, tree, diags, j.ask(t, root)); said != "" {
				t.Error(said)
			}
		})
	}
}

// archivedSchema returns the schema of a golden archive.
func archivedSchema(t *testing.T, path string) goodSchema {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s := goodSchema{texts: map[string]string{}}
	for _, f := range archive.Files[:len(archive.Files)-1] {
		s.files = append(s.files, f.Name)
		s.texts[f.Name] = string(f.Data)
	}
	return s
}

func qemuTests(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(testqemu.Source(t), "tests", "qapi-schema", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatal("no tests in QEMU's sources:", err)
	}
	return files
}

// TestAgreesWithQEMUOnMutations compares verdict and place with QEMU's front
// end on good schemas with a few inserted mistakes. QEMU_MUTATIONS is the
// number of schemas, QEMU_SEED selects others. Schemas on which both disagree
// are kept if go test is told to keep output files.
func TestAgreesWithQEMUOnMutations(t *testing.T) {
	j := newJudge(t)
	schemas := goodSchemas(t, j)
	mutations, rng := testqemu.Mutations(t)
	dir := t.TempDir()
	failures := filepath.Join(os.TempDir(), "qapi-gen-mutations") // kept after the test
	accepted := 0
	for i := range mutations {
		s := schemas[rng.IntN(len(schemas))].clone()
		mistake := mutate
		if i%2 == 0 {
			mistake = rewrite
		}
		for range 1 + rng.IntN(3) {
			file := s.files[rng.IntN(len(s.files))]
			s.texts[file] = mistake(rng, s.texts[file])
		}
		root := s.write(t, filepath.Join(dir, fmt.Sprint(i)))
		tree, diags := build(root, j.rules)
		if !diags.HasErrors() {
			accepted++
		}
		if said := disagreement(root, tree, diags, j.ask(t, root)); said != "" {
			t.Errorf("mutation %d: %s", i, said)
			s.write(t, filepath.Join(failures, fmt.Sprint(i)))
		}
		if err := os.RemoveAll(filepath.Join(dir, fmt.Sprint(i))); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d of %d mutations accepted", accepted, mutations)
}

// A goodSchema is an accepted schema: its files by their paths relative to a
// common folder, the root first.
type goodSchema struct {
	files []string
	texts map[string]string
}

// maxGoodSize keeps the judge fast, which takes 0.3 s for QEMU's whole schema.
const maxGoodSize = 100_000

// goodSchemas returns QEMU's accepted tests, ours, and those modules of QEMU's
// own schema that work alone.
func goodSchemas(t *testing.T, j *judge) []goodSchema {
	t.Helper()
	paths := qemuTests(t)
	for _, pattern := range []string{
		filepath.Join("..", "testdata", "qapi-schema", "*.json"),
		filepath.Join(testqemu.Source(t), "qapi", "*.json"),
		filepath.Join(testqemu.Source(t), "qga", "*.json"),
		filepath.Join(testqemu.Source(t), "docs", "interop", "*.json"),
	} {
		more, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, more...)
	}
	var good []goodSchema
	for _, path := range paths {
		tree, diags := build(path, j.rules)
		if diags.HasErrors() || j.ask(t, path).verdict != "accept" {
			continue
		}
		if s := newGoodSchema(t, tree); len(s.files) > 0 {
			good = append(good, s)
		}
	}
	if len(good) == 0 {
		t.Fatal("no good schema to start from")
	}
	return good
}

// newGoodSchema copies the files of a schema. It copies none if the schema is
// too large.
func newGoodSchema(t *testing.T, tree *parser.Tree) goodSchema {
	t.Helper()
	s := goodSchema{texts: map[string]string{}}
	size := 0
	for _, f := range tree.Files {
		// A separate folder leaves room for modules beside it.
		name := filepath.Join("root", f.Module)
		s.files = append(s.files, name)
		s.texts[name] = string(f.Source.Text)
		size += len(f.Source.Text)
	}
	if size > maxGoodSize || size == 0 {
		return goodSchema{}
	}
	return s
}

func (s goodSchema) clone() goodSchema {
	s.texts = maps.Clone(s.texts)
	return s
}

// write writes the schema below dir, and returns the path of its root.
func (s goodSchema) write(t *testing.T, dir string) string {
	t.Helper()
	for _, name := range s.files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(s.texts[name]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, s.files[0])
}
