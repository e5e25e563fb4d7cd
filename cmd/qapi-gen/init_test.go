package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/cli"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
)

// A project that init has written outside of this module passes its own tests,
// and its go:generate line gives the existing package.
func TestProjectsOfInitPassTheirTests(t *testing.T) {
	for name, args := range map[string][]string{
		"server": nil,
		"client": {"--client", "--qemu-schema", "QEMU"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "project")
			for i, arg := range args {
				if arg == "QEMU" {
					args[i] = testqemu.Corpus(t, filepath.Join("10.2.2", "qapi", "qapi-schema.json"))
				}
			}
			var stderr bytes.Buffer
			if status := run(append([]string{"init", dir}, args...), nil, io.Discard, &stderr); status != cli.ExitSuccess {
				t.Fatalf("status %d\n%s", status, &stderr)
			}
			requireThisModule(t, dir)
			goTool(t, dir, "test", "./...")
			before := folder(t, dir)
			goTool(t, dir, "generate", "./...")
			if after := folder(t, dir); before != after {
				t.Error("go generate changes the package")
			}
			if name == "server" {
				goTool(t, dir, "tool", "qapi-gen", "validate", "--strict", "schema/vmm.json")
				goTool(t, dir, "build", "-o", "machine", ".")
				goTool(t, dir, "tool", "qapi-gen", "check", "schema/vmm.json", "--", "./machine", "unix:{socket}")
			}
		})
	}
}

// requireThisModule makes the module in dir use this checkout and the modules
// that it needs.
func requireThisModule(t *testing.T, dir string) {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "go.sum"), sum, 0o600); err != nil {
		t.Fatal(err)
	}
	const module = "github.com/qapi-go/qapi-gen"
	goTool(t, dir, "mod", "edit", "-require", module+"@v0.0.0", "-replace", module+"="+root)
	goTool(t, dir, "list", "-deps", "tool") // adds what the tool requires
}

func goTool(t *testing.T, dir string, args ...string) {
	t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go %v: %v\n%s", args, err, out)
	}
}

// folder returns the texts of the files in a folder by name.
func folder(t *testing.T, dir string) string {
	t.Helper()
	var all bytes.Buffer
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		all.WriteString(path + "\n")
		all.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}
