package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/qapi-go/qapi-gen/internal/testgolden"
)

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
		UpdateScripts:       testgolden.Updating(),
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
	if line, ok := oddMessage(ts.ReadFile("stderr")); ok && !slices.Contains(args, "--format") && args[2] != "__complete" {
		ts.Fatalf("standard error has a line in another style than the others: %q", line)
	}
}

// A message is a diagnostic, with its notes and other lines indented below it, or says
// what was done.
var (
	messageStart = regexp.MustCompile(`^(.+:\d+:\d+: )?(error|warning|notice): .`)
	summaryLine  = regexp.MustCompile(`^(\d+ differences?: |the server matches the schema: |changes that break clients: |` +
		`recorded \d+ of |\d+ arguments? correct\b|QEMU \S+ for \S+ has all |wrote |waiting for another qapi-gen |\S+ is up to date: )`)
)

// oddMessage returns the first line of standard error that is not part of a message.
func oddMessage(stderr string) (line string, found bool) {
	inside := false
	for line := range strings.Lines(stderr) {
		switch {
		case messageStart.MatchString(line), summaryLine.MatchString(line):
			inside = true
		case inside && (strings.HasPrefix(line, "  ") || line == "\n"):
		default:
			return line, true
		}
	}
	return "", false
}

// The commands of init's next steps are indented by two columns, the rest by four.
func TestOddMessagesAreFound(t *testing.T) {
	for _, good := range []string{"", "error: no\n    note: why\n", "a b.json:1:2: warning: odd\n    { 'x': 1 }\nerror: no\n", "2 differences: 3 commands\n"} {
		if line, odd := oddMessage(good); odd {
			t.Errorf("%q: the line %q is odd", good, line)
		}
	}
	for _, bad := range []string{"qapi-gen: no\n", "    note: why\n", "error: no\nwhy\n", "Error: no\n", "a.json: error: no\n", "error:no\n"} {
		if _, odd := oddMessage(bad); !odd {
			t.Errorf("%q is not odd", bad)
		}
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
