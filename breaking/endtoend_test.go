package breaking_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/breaking"
	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/model"
)

// The packages generated from two schemas, one's client with the other's
// strict server.
func TestOldClientWorksWithNewServer(t *testing.T) {
	if testing.Short() {
		t.Skip("compiling what is generated takes seconds")
	}
	folder := filepath.Join("testdata", "endtoend")
	old, now := buildFile(t, filepath.Join(folder, "old.json")), buildFile(t, filepath.Join(folder, "new.json"))
	changes := compare(t, breaking.Schema(old), breaking.Schema(now), breaking.Options{})
	if breaks(changes) {
		t.Fatal(report(changes))
	}

	dir := t.TempDir()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "go.mod"), "module example.com/endtoend\n\ngo 1.25.0\n\n"+
		"require github.com/qapi-go/qapi-gen v0.0.0\n\nreplace github.com/qapi-go/qapi-gen => "+root+"\n")
	main, err := os.ReadFile(filepath.Join(folder, "main.go"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "main.go"), string(main))
	generate(t, dir, "older", old)
	generate(t, dir, "newer", now)

	cmd := exec.CommandContext(t.Context(), "go", "run", ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s%s", err, out, &stderr)
	}
	want := "attach disk.img 1073741824 disk.img 7\nstatus true started\nevent STATUS\n"
	if diff := cmp.Diff(want, string(out)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func buildFile(t *testing.T, path string) *model.Schema {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return build(t, path, string(text))
}

// generate writes the package of a schema below dir.
func generate(t *testing.T, dir, name string, schema *model.Schema) {
	t.Helper()
	introspection, err := gen.Introspection(schema, nil, false).Lines()
	if err != nil {
		t.Fatal(err)
	}
	files, diags := gen.Package(schema, gen.Options{Package: name, Introspection: func() []byte { return introspection }})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	for _, f := range files {
		write(t, filepath.Join(dir, name, f.Name), string(f.Content))
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
