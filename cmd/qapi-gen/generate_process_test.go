//go:build unix

package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/cli"
)

// generating is a process that runs generate.
func generating(ctx context.Context, dir, schema string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0], "generate", "-p", "p", "-o", dir, schema)
	cmd.Args[0] = "qapi-gen" // see TestMain
	return cmd
}

// manyModules writes schemas of the same modules, and with the same name, whose
// packages differ in each file, and returns their packages by their paths.
func manyModules(t *testing.T, names ...string) (packages map[string]map[string]string) {
	t.Helper()
	packages = map[string]map[string]string{}
	for _, name := range names {
		dir := t.TempDir()
		var root strings.Builder
		for i := range 25 {
			fmt.Fprintf(&root, "{ 'include': 'm%d.json' }\n", i)
			text := fmt.Sprintf("{ 'struct': 'S%dof', 'data': { '%s': 'int' } }\n", i, name)
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("m%d.json", i)), []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		path := filepath.Join(dir, "schema.json")
		if err := os.WriteFile(path, []byte(root.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		made := filepath.Join(dir, "made")
		if text, err := generating(t.Context(), made, path).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		packages[path] = contents(t, made)
	}
	return packages
}

// contents reads a whole folder.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(text)
	}
	return files
}

// endWhileItWrites starts a generate, sends it a signal as soon as there is a
// temporary file in its folder, and waits for it.
func endWhileItWrites(t *testing.T, dir, schema string, sig os.Signal) *os.ProcessState {
	t.Helper()
	cmd := generating(t.Context(), dir, schema)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait() // what came of it is looked at below
		close(ended)
	}()
	for {
		temps, err := filepath.Glob(filepath.Join(dir, ".*"))
		if err != nil {
			t.Fatal(err)
		}
		if len(temps) > 0 {
			_ = cmd.Process.Signal(sig) // it may have ended meanwhile
			<-ended
		}
		select {
		case <-ended:
			if status := cmd.ProcessState.ExitCode(); status == cli.ExitUnknown && !strings.Contains(stderr.String(), "is left as it was: ") {
				t.Errorf("it says: %s", &stderr)
			}
			return cmd.ProcessState
		default:
		}
	}
}

func TestGenerateLeavesOldOrNewFiles(t *testing.T) {
	packages := manyModules(t, "old", "new")
	dir := filepath.Join(t.TempDir(), "p")
	var last map[string]string
	for schema, made := range repeat(3, packages) {
		for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT} {
			state := endWhileItWrites(t, dir, schema, sig)
			want := made
			if state.ExitCode() == cli.ExitUnknown {
				want = last
			}
			got := map[string]string{}
			if _, err := os.Stat(dir); err == nil {
				got = contents(t, dir)
			}
			if !maps.Equal(got, want) {
				t.Fatalf("%v, then %v: neither as before nor as after, but %d files", sig, state, len(got))
			}
			last = want
		}
		if err := generating(t.Context(), dir, schema).Run(); err != nil {
			t.Fatal(err)
		}
		last = made
	}
}

func TestGeneratePutsRightWhatAKilledOneLeft(t *testing.T) {
	packages := manyModules(t, "old", "new")
	dir := filepath.Join(t.TempDir(), "p")
	for schema, made := range repeat(3, packages) {
		state := endWhileItWrites(t, dir, schema, syscall.SIGKILL)
		if status := run([]string{"generate", "--check", "-p", "p", "-o", dir, schema}, nil, io.Discard, io.Discard); (status == cli.ExitSuccess) != maps.Equal(contents(t, dir), made) {
			t.Errorf("%v, and generate --check exits with %d", state, status)
		}
		if err := generating(t.Context(), dir, schema).Run(); err != nil {
			t.Fatal(err)
		}
		if got := contents(t, dir); !maps.Equal(got, made) {
			t.Fatalf("%v, and the next generate leaves %d files, or other ones", state, len(got))
		}
	}
}

func TestGeneratesTakeTurns(t *testing.T) {
	packages := manyModules(t, "one", "two", "three")
	for range 5 {
		dir := filepath.Join(t.TempDir(), "p")
		failed := make(chan error)
		for schema := range packages {
			go func() {
				cmd := generating(t.Context(), dir, schema)
				text, err := cmd.CombinedOutput()
				if err != nil {
					err = fmt.Errorf("%w: %s", err, text)
				}
				failed <- err
			}()
		}
		for range packages {
			if err := <-failed; err != nil {
				t.Error(err)
			}
		}
		got, whole := contents(t, dir), false
		for _, made := range packages {
			whole = whole || maps.Equal(got, made)
		}
		if !whole {
			t.Fatalf("what is left is the package of none")
		}
	}
}

// repeat goes through m n times.
func repeat[K comparable, V any](n int, m map[K]V) func(yield func(K, V) bool) {
	return func(yield func(K, V) bool) {
		for range n {
			for k, v := range m {
				if !yield(k, v) {
					return
				}
			}
		}
	}
}
