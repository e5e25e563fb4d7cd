package docs

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadmeGo compiles the Go of README.md.
func TestReadmeGo(t *testing.T) {
	dir := t.TempDir()
	shell(t, dir, "go mod init example.com/readme; go get "+module)
	runFrame(t, dir, "README.md", "testdata/readme/frame_test.go")
}

// TestCommandLineGo compiles the Go of docs/command-line.md.
func TestCommandLineGo(t *testing.T) {
	dir := t.TempDir()
	shell(t, dir, "go mod init example.com/page; go get "+module)
	runFrame(t, dir, commandLinePage, "testdata/command-line/frame_test.go")
}

const commandLinePage = "docs/command-line.md"

// TestReadmeCommands runs the commands that README.md has for a checkout, with
// another folder in place of /tmp. "go test ./..." runs this test.
func TestReadmeCommands(t *testing.T) {
	var script strings.Builder
	dir := shortDir(t)
	for _, b := range blocks(t, "README.md") {
		for line := range strings.Lines(b.text) {
			command, _, _ := strings.Cut(line, " # ")
			command = strings.ReplaceAll(strings.TrimSpace(command), "/tmp/", dir+"/")
			if b.lang != "" || !strings.HasPrefix(command, "go run ") {
				continue
			}
			if strings.Contains(command, "--qmp") {
				command += " &" // the README says: in another shell
			}
			fmt.Fprintln(&script, command)
		}
	}
	if n := strings.Count(script.String(), "\n"); n < 4 {
		t.Fatalf("there are %d commands in\n%s", n, script.String())
	}
	shell(t, root, script.String())
}

// TestWorkflow runs the workflow of docs/command-line.md, and then the commands that
// README.md has for CI, in a repository with the schema and the server of docs/vmm.md.
func TestWorkflow(t *testing.T) {
	dir := t.TempDir()
	repository(t, dir)
	var steps strings.Builder
	for _, b := range blocks(t, commandLinePage) {
		for line := range strings.Lines(b.text) {
			if _, step, ok := strings.Cut(line, "- run: "); ok && b.lang == "yaml" {
				steps.WriteString(step)
			}
		}
	}
	if n := strings.Count(steps.String(), "\n"); n < 6 {
		t.Fatalf("the workflow has %d steps:\n%s", n, steps.String())
	}
	commands := linesOfCI(t)
	shell(t, filepath.Join(dir, "repository"), "export GITHUB_BASE_REF=main\n"+steps.String()+commands)
}

// linesOfCI are the commands of README.md for CI.
func linesOfCI(t *testing.T) string {
	t.Helper()
	var commands strings.Builder
	for _, b := range blocks(t, "README.md") {
		if b.section == "guard-it-in-ci" {
			commands.WriteString(b.text)
		}
	}
	if n := strings.Count(commands.String(), "\nqapi-gen "); n < 3 {
		t.Fatalf("README.md has the commands for CI:\n%s", commands.String())
	}
	return commands.String()
}

// repository makes a repository, in the folder of that name, with the folders that
// the workflow names.
func repository(t *testing.T, dir string) {
	t.Helper()
	shell(t, dir, "mkdir -p repository/cmd/vmm repository/qapi")
	for _, b := range blocks(t, "docs/vmm.md") {
		switch path := filepath.Join(dir, "repository", b.info); {
		case b.info == "":
		case b.lang == "go":
			own := strings.ReplaceAll(b.text, `"example.com/vmm/api"`, `api "example.com/repository/internal/vmm"`)
			write(t, filepath.Join(dir, "repository", "cmd", "vmm", b.info), own)
		default:
			write(t, path, b.text)
		}
	}
	shell(t, filepath.Join(dir, "repository"), `
go mod init example.com/repository
go get `+module+`
go install `+module+`/cmd/qapi-gen@latest
cat $(go list -m -f '{{.Dir}}' `+module+`)/testdata/qapi-schema/vmm/introspect.json > qapi/introspect.json
qapi-gen generate -o internal/vmm qapi/vmm.json
git init -q -b main
git add .
git -c user.name=test -c user.email=test@example.com commit -qm first
git clone -q --bare . ../origin
git remote add origin ../origin
git fetch -q origin
`)
}

// shell runs commands, and ends all processes that they have left.
func shell(t *testing.T, dir, commands string) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip(err)
	}
	s := script{dir: t.TempDir()}
	s.lines("set -e")
	s.lines(commands)
	s.run(t, dir, "README.md")
}
