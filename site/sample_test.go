package site

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"go/version"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/model"
	schemaparser "github.com/qapi-go/qapi-gen/parser"
	"github.com/qapi-go/qapi-gen/site/sample"
)

func loadSchema(tb testing.TB, path string) *model.Schema {
	tb.Helper()
	s, diags := model.Load(path, schemaparser.Options{})
	if s == nil {
		tb.Fatal(diags)
	}
	return s
}

const vmmPath = "../testdata/qapi-schema/vmm.json"

// Samples are values of their types: no member is missing, unknown or of another
// type.
func TestSamplesFitTheirTypes(t *testing.T) {
	paths := []string{vmmPath}
	if os.Getenv("QAPI_CORPUS") != "" {
		for _, version := range []string{"2.12.0", "10.2.2"} {
			for _, path := range testqemu.Schemas(t, version) {
				paths = append(paths, testqemu.Corpus(t, path))
			}
		}
	}
	for _, path := range paths {
		n := 0
		for _, d := range loadSchema(t, path).Definitions {
			of, isType := d.(model.Type)
			if c, ok := d.(*model.Command); ok && c.Arg != nil {
				of, isType = c.Arg, true
			}
			if !isType {
				continue
			}
			var value any
			text := sample.New(of).JSON("")
			if err := json.Unmarshal([]byte(text), &value); err != nil {
				t.Errorf("%s: %v:\n%s", d.Common().Name, err, text)
				continue
			}
			if err := fitsType(value, of); err != nil {
				t.Errorf("%s: %v:\n%s", d.Common().Name, err, text)
			}
			n++
		}
		t.Logf("%s: %d samples", filepath.Base(filepath.Dir(path)), n)
	}
}

// fitsType says why a JSON value is none of type t.
func fitsType(value any, t model.Type) error {
	switch t := t.(type) {
	case *model.Array:
		list, ok := value.([]any)
		if !ok {
			return fmt.Errorf("%v is no array", value)
		}
		for _, v := range list {
			if err := fitsType(v, t.Elem); err != nil {
				return err
			}
		}
		return nil
	case model.Object:
		members, ok := value.(map[string]any)
		if !ok {
			return fmt.Errorf("%v is no object", value)
		}
		known := map[string]bool{}
		if err := fitsObject(members, t, known); err != nil {
			return err
		}
		for name := range members {
			if !known[name] {
				return fmt.Errorf("%s has no member %s", t.Common().Name, name)
			}
		}
		return nil
	case *model.Alternate:
		for _, alt := range t.Alternatives {
			if fitsType(value, alt.Type) == nil {
				return nil
			}
		}
		return fmt.Errorf("%v is no alternative of %s", value, t.Name)
	case *model.Enum:
		if s, ok := value.(string); !ok || t.Value(s) == nil && len(t.Values) > 0 {
			return fmt.Errorf("%v is no value of %s", value, t.Name)
		}
		return nil
	default:
		kind := map[string]model.JSONKind{"string": "string", "float64": "number", "bool": "boolean", "<nil>": "null"}[fmt.Sprintf("%T", value)]
		if want := t.JSON(); want != kind && want != model.JSONValue && (want != model.JSONInt || kind != "number") {
			return fmt.Errorf("%v is no %s", value, want)
		}
		return nil
	}
}

func fitsObject(members map[string]any, t model.Object, known map[string]bool) error {
	for _, m := range t.Fields() {
		known[m.Name] = true
		value, there := members[m.Name]
		if !there && !m.Optional {
			return fmt.Errorf("%s lacks %s", t.Common().Name, m.Name)
		}
		if there {
			if err := fitsType(value, m.Type); err != nil {
				return err
			}
		}
	}
	if u, ok := t.(*model.Union); ok {
		for _, br := range u.Branches {
			if br.Name == members[u.Tag.Name] {
				return fitsObject(members, br.Type, known)
			}
		}
		return fmt.Errorf("%s has no branch %v", u.Name, members[u.Tag.Name])
	}
	return nil
}

// The Go of the example schema's pages compiles with the package that is generated
// of it.
func TestGoOfPagesCompiles(t *testing.T) {
	if version.Compare(runtime.Version(), "go1.26") < 0 {
		t.Skip("new of a value is Go 1.26")
	}
	b, err := newBuilder(loadSchema(t, vmmPath), Options{Package: "vmm"})
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	code.WriteString("package p\nimport (\n\"context\"\n\"encoding/json\"\n\"log\"\n\n" +
		"\"github.com/qapi-go/qapi-gen/generated/vmm\"\n\"github.com/qapi-go/qapi-gen/qapi\"\n)\n" +
		"var _ = json.Valid\nvar _ qapi.Null\nvar _ = log.Print\n")
	n := 0
	for _, page := range b.definitionPages() {
		for _, sample := range page.Requests {
			if sample.Title != "Go" {
				continue
			}
			n++
			fmt.Fprintf(&code, "func _(ctx context.Context, client *vmm.Client) error {\n%s\nreturn nil\n}\n", asStatements(page, sample.Text))
		}
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "pages.go", code.String(), 0)
	if err != nil {
		t.Fatal(err)
	}
	conf := types.Config{GoVersion: "go1.26", Importer: importer.ForCompiler(fset, "gc", exportData(t))}
	if _, err := conf.Check("p", fset, []*ast.File{file}, nil); err != nil {
		t.Errorf("%v\n%s", err, code.String())
	}
	t.Logf("%d pieces of code", n)
}

// exportData finds what the compiler has written about the packages that pages use.
func exportData(t *testing.T) importer.Lookup {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}",
		"../generated/vmm", "../qapi", "log", "context", "encoding/json").Output()
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		files[path] = file
	}
	return func(path string) (io.ReadCloser, error) { return os.Open(files[path]) }
}

// asStatements makes statements of the Go of a page: a value is used, and so are
// results.
func asStatements(page *definitionPage, text string) string {
	switch page.def.(type) {
	case model.Type:
		return "_ = " + text
	case *model.Command:
		parts := strings.Split(text, "\n\n// Out-of-band\n")
		for i, part := range parts {
			use := "_ = err\n"
			if strings.HasPrefix(part, "result, ") {
				use += "_ = result\n"
			}
			parts[i] = "{\n" + part + "\n" + use + "}\n"
		}
		return strings.Join(parts, "")
	default:
		return text
	}
}
