package model_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/qapi-go/qapi-gen/edition"
)

// FuzzBuild builds arbitrary schemas. An accepted schema can be written and
// configured.
func FuzzBuild(f *testing.F) {
	err := filepath.WalkDir(schemas, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".txtar" {
			return err
		}
		archive, err := txtar.ParseFile(path)
		if err != nil {
			return err
		}
		for _, file := range archive.Files[:len(archive.Files)-1] {
			f.Add(file.Data)
		}
		return nil
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		files := map[string][]byte{"schema.json": text}
		s, diags := buildFiles("schema.json", files, edition.Auto)
		for _, d := range diags {
			if d.Message == "" || d.Pos.File() != "schema.json" {
				t.Errorf("a diagnostic without place or message: %+v", d)
			}
		}
		if (s == nil) != diags.HasErrors() {
			t.Fatalf("schema %v with diagnostics %v", s, diags)
		}
		if s == nil {
			return
		}
		first, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := buildFiles("schema.json", files, edition.Auto)
		second, err := json.Marshal(again)
		if err != nil || !bytes.Equal(first, second) {
			t.Errorf("built twice, the schema is\n%s\nand\n%s", first, second)
		}
		for _, all := range []bool{false, true} {
			if c, diags := s.Configure(func(string) bool { return all }); (c == nil) != diags.HasErrors() {
				t.Errorf("configured schema %v with diagnostics %v", c, diags)
			}
		}
	})
}
