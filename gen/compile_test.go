package gen_test

import (
	"bytes"
	"fmt"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/internal/testgolden"
)

// A module is a Go module in a temporary folder that uses this one. Generated
// packages are compiled in it.
type module struct{ dir string }

func newModule(t *testing.T) module {
	t.Helper()
	if testing.Short() {
		t.Skip("compiling what is generated takes seconds")
	}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	m := module{t.TempDir()}
	m.write(t, "go.mod", []byte("module example.com/generated\n\ngo 1.25.0\n\n"+
		"require github.com/qapi-go/qapi-gen v0.0.0\n\n"+
		"replace github.com/qapi-go/qapi-gen => "+root+"\n"))
	return m
}

func (m module) write(t *testing.T, path string, content []byte) {
	t.Helper()
	path = filepath.Join(m.dir, path)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o666); err != nil {
		t.Fatal(err)
	}
}

// add writes a package, after checking that gofmt does not change it.
func (m module) add(t *testing.T, dir string, files []gen.File) {
	t.Helper()
	for _, f := range files {
		checkFormat(t, dir+"/"+f.Name, f.Content)
		m.write(t, dir+"/"+f.Name, f.Content)
	}
}

// run runs the go command.
func (m module) run(t *testing.T, args ...string) {
	t.Helper()
	m.runWith(t, "", args...)
}

// runWith runs the go command with a standard input, and returns its standard
// output.
func (m module) runWith(t *testing.T, input string, args ...string) string {
	t.Helper()
	cmd := m.command(t, args...)
	cmd.Stdin = strings.NewReader(input)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go %s: %v\n%s%s", strings.Join(args, " "), err, out, &stderr)
	}
	return string(out)
}

func (m module) command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", args...)
	cmd.Dir = m.dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod")
	return cmd
}

// vet also compiles everything.
func (m module) vet(t *testing.T) { m.run(t, "vet", "./...") }

func checkFormat(t *testing.T, name string, content []byte) {
	t.Helper()
	formatted, err := format.Source(content)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	if !bytes.Equal(formatted, content) {
		t.Errorf("gofmt would change %s: %s", name, firstDifference(content, formatted))
	}
}

func firstDifference(a, b []byte) string {
	as, bs := bytes.SplitAfter(a, []byte("\n")), bytes.SplitAfter(b, []byte("\n"))
	for i := range min(len(as), len(bs)) {
		if !bytes.Equal(as[i], bs[i]) {
			return fmt.Sprintf("line %d is\n%sand would be\n%s", i+1, as[i], bs[i])
		}
	}
	return "at the end"
}

func TestGoldenPackagesCompile(t *testing.T) {
	m := newModule(t)
	for _, file := range testgolden.Paths(t, packageCases) {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		files, _ := generateCase(t, archive)
		m.add(t, strings.TrimSuffix(filepath.Base(file), ".txtar"), files)
	}
	m.vet(t)
}

// A later runtime with another form of tables does not compile with these
// packages, and the compiler points at the explanation.
func TestPackageForAnotherRuntimeDoesNotCompile(t *testing.T) {
	m := newModule(t)
	files, _ := gen.Package(schemaText(t, "{ 'enum': 'Side', 'data': [ 'a' ] }"), gen.Options{Package: "p", Only: gen.PartTypes})
	for _, f := range files {
		if f.Name == "qapi_wire.go" {
			f.Content = bytes.ReplaceAll(f.Content, []byte("TableVersion1"), []byte("TableVersion0"))
		}
		m.write(t, "p/"+f.Name, f.Content)
	}
	out, err := m.command(t, "build", "./...").CombinedOutput()
	if err == nil {
		t.Fatal("it compiles")
	}
	message := regexp.MustCompile(`p/qapi_wire\.go:(\d+):\d+: undefined: qapi\.TableVersion0\n`).FindSubmatch(out)
	if message == nil {
		t.Fatalf("the compiler says\n%s", out)
	}
	wire, err := os.ReadFile(filepath.Join(m.dir, "p", "qapi_wire.go"))
	if err != nil {
		t.Fatal(err)
	}
	line, err := strconv.Atoi(string(message[1]))
	if err != nil {
		t.Fatal(err)
	}
	if above := strings.Split(string(wire), "\n")[line-2]; !strings.HasPrefix(above, "// ") {
		t.Errorf("above the line with the error stands %q, and no comment", above)
	}
}

func TestRandomSchemasCompile(t *testing.T) {
	const packages = 24
	m := newModule(t)
	for seed := range uint64(packages) {
		text := randomSchema(seed)
		schema := schemaText(t, text)
		files, diags := gen.Package(schema, gen.Options{
			Package:       "random",
			Introspection: answer(introspection(t, schema, nil, false)),
		})
		if diags.HasErrors() {
			t.Fatalf("seed %d: %s\n%s", seed, renderDiags(t, diags), text)
		}
		m.add(t, fmt.Sprintf("random%d", seed), files)
	}
	m.vet(t)
}
