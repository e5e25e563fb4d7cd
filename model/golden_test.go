package model_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/internal/testgolden"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// schemas is the folder of our own schemas. Each txtar archive of its folders
// good and bad has the files of a schema, the root first, followed by the
// golden result.
const schemas = "../testdata/qapi-schema"

// TestBadSchemas compares the diagnostics of schemas with mistakes.
func TestBadSchemas(t *testing.T) {
	compareArchives(t, "bad", func(t *testing.T, schema *txtar.Archive) []byte {
		t.Helper()
		s, diags := buildArchive(schema, testqemu.ArchiveEdition(t, schema.Comment, edition.Latest))
		if s != nil || !diags.HasErrors() {
			t.Error("the schema is accepted")
		}
		var text bytes.Buffer
		if err := diag.Render(&text, diags, diag.Text); err != nil {
			t.Fatal(err)
		}
		return text.Bytes()
	})
}

// TestGoodSchemas compares the models of schemas, as JSON.
func TestGoodSchemas(t *testing.T) {
	compareArchives(t, "good", func(t *testing.T, schema *txtar.Archive) []byte {
		t.Helper()
		s, diags := buildArchive(schema, testqemu.ArchiveEdition(t, schema.Comment, edition.Auto))
		if len(diags) > 0 {
			t.Fatalf("line %d: %s", diags[0].Pos.Line(), diags[0].Message)
		}
		text, err := json.MarshalIndent(s, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		return append(text, '\n')
	})
}

// eachArchive runs test for each archive in a folder.
func eachArchive(t *testing.T, folder string, test func(t *testing.T, path string)) {
	t.Helper()
	found := false
	root := filepath.Join(schemas, folder)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		found = true
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		t.Run(name, func(t *testing.T) { test(t, path) })
		return nil
	})
	if err != nil || !found {
		t.Fatal("no archives below", root, err)
	}
}

// compareArchives compares the last file of each archive in a folder with the
// result for the others.
func compareArchives(t *testing.T, folder string, result func(*testing.T, *txtar.Archive) []byte) {
	t.Helper()
	eachArchive(t, folder, func(t *testing.T, path string) {
		testgolden.RunOne(t, path, func(t *testing.T, c *testgolden.Case) {
			last := len(c.Files) - 1
			if last < 1 {
				t.Fatal("the archive has no schema or no golden result")
			}
			got := result(t, &txtar.Archive{Comment: c.Comment, Files: c.Files[:last]})
			c.Compare(t, c.Files[last].Name, string(got))
		})
	})
}

// buildArchive builds the schema in an archive.
func buildArchive(archive *txtar.Archive, e edition.Edition) (*model.Schema, diag.List) {
	files := map[string][]byte{}
	for _, f := range archive.Files {
		files[f.Name] = f.Data
	}
	return buildFiles(archive.Files[0].Name, files, e)
}

// buildFiles builds the schema at root, from files by their paths.
func buildFiles(root string, files map[string][]byte, e edition.Edition) (*model.Schema, diag.List) {
	return model.Load(root, parser.Options{Edition: e, ReadFile: func(path string) ([]byte, error) {
		if text, ok := files[filepath.ToSlash(filepath.Clean(path))]; ok {
			return text, nil
		}
		return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
	}})
}
