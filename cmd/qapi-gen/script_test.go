package main

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write golden files anew")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"qapi-gen": main, "vmm": vmmMain})
}

func TestGoldenScripts(t *testing.T) {
	program := filepath.Join(t.TempDir(), "vmm")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, "../../examples/vmm")
	if text, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
		Setup: func(env *testscript.Env) error {
			schemas, err := filepath.Abs(filepath.Join("..", "..", "testdata", "qapi-schema"))
			env.Setenv("SCHEMAS", schemas)
			env.Setenv("VMM", program)
			return err
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits":     exits,
			"backdate":  backdate,
			"untouched": untouched,
		},
	})
}

// exits runs the program and demands an exit status: exits STATUS ARG...
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS qapi-gen ARG...")
	}
	status := "0"
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		status = "(not an exit status: " + err.Error() + ")"
		if text := err.Error(); len(text) > len("exit status ") {
			status = text[len("exit status "):]
		}
	}
	if status != args[0] {
		ts.Fatalf("exit status %s, want %s\n[stdout]\n%s[stderr]\n%s",
			status, args[0], ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}

var longAgo = time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)

// backdate makes files old: backdate FILE...
func backdate(ts *testscript.TestScript, _ bool, args []string) {
	for _, file := range args {
		ts.Check(os.Chtimes(ts.MkAbs(file), longAgo, longAgo))
	}
}

// untouched demands that files are as old as backdate made them: [!] untouched FILE...
func untouched(ts *testscript.TestScript, neg bool, args []string) {
	for _, file := range args {
		info, err := os.Stat(ts.MkAbs(file))
		ts.Check(err)
		if info.ModTime().Equal(longAgo) == neg {
			ts.Fatalf("%s was written at %v", file, info.ModTime())
		}
	}
}
