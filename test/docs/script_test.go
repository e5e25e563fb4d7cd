package docs

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// runScript runs the commands of a page in dir, and writes its named files where
// their blocks stand. It compares the outputs of console blocks, and ends all
// processes that the commands have left.
func runScript(t *testing.T, dir, page string) {
	t.Helper()
	s := script{dir: t.TempDir()}
	s.lines("set -e")
	for i, b := range blocks(t, page) {
		switch {
		case b.lang == "sh":
			s.lines(strings.TrimSuffix(b.text, "\n"))
		case b.lang == "console":
			s.console(t, page, b)
		case b.info != "":
			file := filepath.Join(s.dir, fmt.Sprint("file", i))
			write(t, file, b.text)
			s.lines(fmt.Sprintf("mkdir -p %q && cp %q %q", filepath.Dir(b.info), file, b.info))
		}
	}
	s.run(t, dir, page)
}

type script struct {
	dir    string // for files of the test
	text   strings.Builder
	wants  []want
	starts bool // the wants are how the outputs start
}

// A want is the output that a command must have.
type want struct{ place, output, text string }

func (s *script) lines(text string) { fmt.Fprintln(&s.text, text) }

// console adds the commands of a block, whose lines begin with "$ ". What follows
// up to the next is the output.
func (s *script) console(t *testing.T, page string, b block) {
	t.Helper()
	for i, line := range strings.Split(strings.TrimSuffix(b.text, "\n"), "\n") {
		command, isCommand := strings.CutPrefix(line, "$ ")
		switch {
		case isCommand:
			out := filepath.Join(s.dir, fmt.Sprint("output", len(s.wants)))
			s.wants = append(s.wants, want{place: fmt.Sprintf("%s:%d", page, b.line+i), output: out})
			s.lines(fmt.Sprintf("{ %s ; } >%q 2>&1 || true", command, out))
		case len(s.wants) == 0:
			t.Fatalf("%s:%d: a console block begins with \"$ COMMAND\"", page, b.line)
		default:
			s.wants[len(s.wants)-1].text += line + "\n"
		}
	}
}

func (s *script) run(t *testing.T, dir, page string) {
	t.Helper()
	env, err := environment()
	if err != nil {
		t.Fatal(err)
	}
	// A file, not a pipe, because processes in the background keep it open.
	log, err := os.Create(filepath.Join(s.dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	cmd := exec.CommandContext(t.Context(), "sh", "-c", s.text.String())
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = dir, env, log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	err = cmd.Start()
	if err == nil {
		err = cmd.Wait()
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // there may be none left
	}
	if err != nil {
		said, _ := os.ReadFile(log.Name())
		t.Fatalf("the commands of %s: %v\n%s\nthe script was:\n%s", page, err, said, s.text.String())
	}
	for _, w := range s.wants {
		got, err := os.ReadFile(w.output)
		if err != nil || string(got) != w.text && (!s.starts || !strings.HasPrefix(string(got), w.text)) {
			t.Errorf("%s: the output is\n%s(%v), want\n%s", w.place, got, err, w.text)
		}
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
