package main

import (
	"bytes"
	"encoding/json"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/qapi-go/qapi-gen/internal/cli"
	"github.com/qapi-go/qapi-gen/introspect"
)

// FuzzValidate passes any text to validate, which must end with a verdict in a
// form for programs. An accepted schema must give a sound introspection
// document, and Go that parses, with warnings only about names.
func FuzzValidate(f *testing.F) {
	for _, text := range seedSchemas(f) {
		f.Add(text)
	}
	dir := f.TempDir()
	schema := filepath.Join(dir, "schema.json")
	f.Fuzz(func(t *testing.T, text string) {
		if err := os.WriteFile(schema, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		out, status := output(t, "validate", "--format", "json", schema)
		var diags []struct{ Severity, Message string }
		if err := json.Unmarshal(out, &diags); err != nil {
			t.Fatalf("%v in %s", err, out)
		}
		if status == cli.ExitFailure {
			if !strings.Contains(string(out), `"severity": "error"`) {
				t.Fatalf("refused without an error: %s", out)
			}
			return
		}
		if status != cli.ExitSuccess {
			t.Fatalf("exit status %d", status)
		}
		checkDocument(t, schema)
		checkGo(t, dir, schema)
	})
}

func checkDocument(t *testing.T, schema string) {
	t.Helper()
	out, status := output(t, "introspect", schema)
	doc, err := introspect.Parse(out)
	if err == nil {
		_, err = introspect.NewIndex(doc)
	}
	if status != cli.ExitSuccess || err != nil {
		t.Fatalf("status %d, %v in the introspection document\n%s", status, err, out)
	}
}

func checkGo(t *testing.T, dir, schema string) {
	t.Helper()
	pkg := filepath.Join(dir, "pkg")
	if _, status := output(t, "generate", "-o", pkg, schema); status != cli.ExitSuccess {
		return // Go names that clash are for the user to choose
	}
	files, err := filepath.Glob(filepath.Join(pkg, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files generated (%v)", err)
	}
	for _, file := range files {
		if _, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution); err != nil {
			t.Error(err)
		}
	}
}

// output runs the program. If it succeeds and is not validate, it may print
// only warnings to standard error.
func output(t *testing.T, args ...string) (stdout []byte, status int) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(args, strings.NewReader(""), &out, &errs)
	if status == cli.ExitSuccess && strings.Contains(errs.String(), "error:") {
		t.Fatalf("%v is fine, but: %s", args, &errs)
	}
	return out.Bytes(), status
}

// seedSchemas returns the schemas of the scripts and of the example.
func seedSchemas(f *testing.F) []string {
	f.Helper()
	var texts []string
	scripts, err := filepath.Glob(filepath.Join("testdata", "script", "*.txtar"))
	if err != nil {
		f.Fatal(err)
	}
	for _, script := range scripts {
		archive, err := txtar.ParseFile(script)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			if filepath.Ext(file.Name) == ".json" {
				texts = append(texts, string(file.Data))
			}
		}
	}
	modules, err := filepath.Glob(filepath.Join("..", "..", "testdata", "qapi-schema", "vmm", "*.json"))
	if err != nil || len(modules) == 0 {
		f.Fatalf("no modules of the example schema (%v)", err)
	}
	for _, module := range modules {
		text, err := os.ReadFile(module)
		if err != nil {
			f.Fatal(err)
		}
		texts = append(texts, string(text))
	}
	return texts
}
