package shell

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestHistoryIsKeptInAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state", "history")
	h := openHistory(t, path)
	for _, statement := range []string{"stop", "cont", "cont", "set_password protocol=vnc password=hunter2", "{\n}"} {
		if err := h.Add(statement); err != nil {
			t.Fatal(err)
		}
	}
	if got := h.Search("password", h.Len()); got != 2 {
		t.Errorf("in this shell, the secret is entry %d", got)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if want := "\"stop\"\n\"cont\"\n\"{\\n}\"\n"; string(text) != want {
		t.Errorf("the file has\n%s\nwant\n%s", text, want)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("its mode is %v", info.Mode())
	}
	again := openHistory(t, path)
	if again.Len() != 3 || again.Entry(2) != "{\n}" || again.Search("o", 3) != 1 || again.Search("o", 1) != 0 || again.Search("x", 3) != -1 {
		t.Errorf("it reads %q", again.entries)
	}
}

func TestHistoryIsBounded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history")
	var text strings.Builder
	for i := range 2*maxHistory + 10 {
		fmt.Fprintf(&text, "\"x %d\"\n", i)
	}
	text.WriteString("not JSON\n")
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	h := openHistory(t, path)
	if h.Len() != maxHistory || h.Entry(maxHistory-1) != fmt.Sprintf("x %d", 2*maxHistory+9) {
		t.Errorf("it has %d entries, the last is %s", h.Len(), h.Entry(h.Len()-1))
	}
	short, err := os.ReadFile(path)
	if n := strings.Count(string(short), "\n"); err != nil || n != maxHistory {
		t.Errorf("the file has %d lines, %v", n, err)
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
		t.Errorf("the folder has %v, %v", entries, err)
	}
}

func TestAHistoryThatCannotBeReadLastsAsLongAsTheShell(t *testing.T) {
	dir := t.TempDir()
	h, err := OpenHistory(dir)
	if err == nil {
		t.Error("a folder was read")
	}
	if err := h.Add("stop"); err != nil || h.Len() != 1 {
		t.Errorf("%d entries, %v", h.Len(), err)
	}
}

func TestTheHistoryFileFollowsXDG(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", "/state")
	if got, err := HistoryFile(); err != nil || got != "/state/qapi-gen/history" {
		t.Errorf("%s, %v", got, err)
	}
	t.Setenv("XDG_STATE_HOME", "relative")
	t.Setenv("HOME", "/home/a")
	if got, err := HistoryFile(); err != nil || got != "/home/a/.local/state/qapi-gen/history" {
		t.Errorf("%s, %v", got, err)
	}
}

func openHistory(t *testing.T, path string) *History {
	t.Helper()
	h, err := OpenHistory(path)
	if err != nil {
		t.Fatal(err)
	}
	return h
}
