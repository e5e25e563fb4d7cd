//go:build unix

package shell

import (
	"context"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/qapi-go/qapi-gen/qmp"
)

// startVMM starts examples/vmm with a monitor for the shell, and one for the test.
func startVMM(t *testing.T, dir string) (path string, other *qmp.Conn, stop func()) {
	t.Helper()
	path = filepath.Join(dir, "qmp")
	second := filepath.Join(dir, "other")
	cmd := exec.Command(vmm, "--test-commands", "--qmp", "unix:"+path, "--qmp", "unix:"+second)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stop = func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	other, err := qmp.Dial(ctx, "unix:"+second, qmp.WithDialRetry(10*time.Millisecond))
	if err != nil {
		stop()
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = other.Close()
		stop()
	})
	return path, other, stop
}

// open shows a shell with vmm.
func open(t *testing.T, width, height int, env ...string) (s *screen, other *qmp.Conn) {
	t.Helper()
	path, other, _ := startVMM(t, t.TempDir())
	s = show(t, width, height, env, qapigen, "shell", "--schema", schemaFile, path)
	s.shows("connected to", ".help says what can be typed", "qmp>")
	return s, other
}

// execute executes a command on the other monitor.
func execute(t *testing.T, c *qmp.Conn, name string, args any) {
	t.Helper()
	if err := c.Execute(t.Context(), name, args, nil); err != nil {
		t.Fatal(err)
	}
}

func TestTabCompletesCommandsMembersAndValues(t *testing.T) {
	s, other := open(t, 120, 30)
	execute(t, other, "blockdev-add", map[string]any{"driver": "null", "node-name": "disk0", "size": 1024})
	execute(t, other, "blockdev-add", map[string]any{"driver": "null", "node-name": "disk1", "size": 1024})
	s.press("query-sta")
	s.shows("query-status  StatusInfo  Tell what the virtual machine is doing.")
	s.press(tab)
	s.prompt("qmp> query-status ")
	s.press(ctrlC, "blockdev-add dr", tab)
	s.prompt("qmp> blockdev-add driver=")
	s.shows("  file  ", "  qcow2  ", "an image in qcow2 format", "blockdev-add driver=BlockdevDriver")
	s.press("qc", tab)
	s.prompt("qmp> blockdev-add driver=qcow2 ")
	s.press("file.dr", tab, "f", tab, "file.fi", tab)
	s.prompt("qmp> blockdev-add driver=qcow2 file.driver=file file.filename=")
	s.press(ctrlC, "blockdev-del ", tab)
	s.prompt("qmp> blockdev-del node-name=")
	s.shows("  disk0  null, block node", "  disk1  null, block node")
	s.press(tab) // all begin with disk
	s.prompt("qmp> blockdev-del node-name=disk")
	s.press(tab)
	s.prompt("qmp> blockdev-del node-name=disk0")
	s.shows("> disk0  null, block node")
	s.press(tab)
	s.prompt("qmp> blockdev-del node-name=disk1")
	s.press(shiftTab)
	s.prompt("qmp> blockdev-del node-name=disk0")
	s.press(down)
	s.prompt("qmp> blockdev-del node-name=disk1")
	s.press(enter) // keeps it, and runs nothing
	s.sees("no menu", func(text string) bool { return !strings.Contains(text, "> disk1") })
	s.press(enter)
	s.shows("qmp> blockdev-del node-name=disk1\n{}")
	s.press("blockdev-del node-name=")
	s.sees("no other disk", func(text string) bool {
		return strings.Contains(text, "\n  disk0") && !strings.Contains(text, "\n  disk1")
	})
	s.press(tab)
	s.prompt("qmp> blockdev-del node-name=disk0 ")
}

func TestEventsComeAboveWhatIsTyped(t *testing.T) {
	s, other := open(t, 100, 24)
	s.press("query-na")
	s.prompt("qmp> query-na")
	execute(t, other, "balloon", map[string]any{"value": 4096})
	s.shows(`BALLOON_CHANGE {"actual":4096}`)
	s.prompt("qmp> query-na")
	s.shows("  query-name  ")
	if !regexp.MustCompile(`(?m)^\d\d:\d\d:\d\d\.\d{3} BALLOON_CHANGE`).MatchString(s.text()) {
		t.Errorf("the event has no time:\n%s", s.text())
	}
	s.press("me", enter)
	s.shows("qmp> query-name\n{")
	s.press(".events off", enter)
	s.shows("no events are shown")
	execute(t, other, "balloon", map[string]any{"value": 8192})
	s.press(".events BALLOON_CHANGE", enter)
	s.shows("events shown: BALLOON_CHANGE")
	execute(t, other, "balloon", map[string]any{"value": 16384})
	s.shows(`{"actual":16384}`)
	if strings.Contains(s.text(), "8192") {
		t.Errorf("an event is shown in spite of .events off:\n%s", s.text())
	}
}

func TestAStatementMayHaveSeveralLines(t *testing.T) {
	s, _ := open(t, 100, 24)
	s.press("{ 'execute':", enter)
	s.prompt("   | ")
	s.press(`"query-status"`, enter, "}", enter)
	s.shows("qmp> { 'execute':\n   | \"query-status\"\n   | }\n{\n  \"running\": false,")
	s.press("query-\\", enter, "name", enter)
	s.shows("   | name\n{")
	s.press(up, up)
	s.shows("qmp> { 'execute':\n   | \"query-status\"\n   | }")
	s.press(ctrlC)
	s.prompt("qmp> ")
}

func TestAPasteComesAsOne(t *testing.T) {
	s, _ := open(t, 100, 30)
	s.paste("query-status\nquery-nme\nquery-name\n")
	s.prompt("   | query-name")
	s.press(enter)
	s.shows("\"status\": \"prelaunch\"", "qmp> query-nme", "error: the server has no command query-nme; did you mean 'query-name'?",
		"statements that were not run: 1")
	s.prompt("qmp> ")
	s.paste("{\"execute\": \"query-name\",\t\r\n \"arguments\": {}}\r\n")
	s.press(enter)
	s.shows("   |  \"arguments\": {}}\n{}")
}

func TestCtrlCEndsTheCallAndNotTheShell(t *testing.T) {
	s, _ := open(t, 100, 24)
	fifo := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	s.press("x-block node=a fifo="+fifo, enter)
	s.shows("Ctrl-C stops waiting for x-block node=a fifo=")
	s.press("some text")
	s.prompt("qmp> some text")
	s.press(ctrlC) // clears the line first
	s.prompt("qmp> ")
	s.shows("waiting for x-block")
	s.press(".oob x-oob-ok", enter)
	s.shows("qmp> .oob x-oob-ok\n{")
	s.press(ctrlC)
	s.shows("x-block: its answer is no longer waited for; the server may still carry it out")
	s.sees("no call", func(text string) bool { return !strings.Contains(text, "waiting for") })
	f, err := os.OpenFile(fifo, os.O_WRONLY, 0) // lets the command go on
	if err != nil {
		t.Fatal(err)
	}
	_ = f.Close()
	s.press("query-status", enter)
	s.shows(`"status": "prelaunch"`)
	s.press(ctrlC)
	s.shows("Ctrl-D or .quit ends the shell")
}

func TestCtrlDEndsTheShell(t *testing.T) {
	s, _ := open(t, 100, 24)
	s.press("xy", left, left, ctrlD) // deletes a character
	s.prompt("qmp> ")
	s.shows("qmp> y")
	s.press(ctrlC, ctrlD)
	if status := s.ended(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	if text := s.text(); strings.Contains(text, "qmp>") {
		t.Errorf("the prompt is still there:\n%s", text)
	}
}

func TestSignalsEndTheShell(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT} {
		if signal.Ignored(sig) { // as nohup and a shell without job control arrange it
			t.Logf("%v is ignored by this process, and by those that it starts", sig)
			continue
		}
		s, _ := open(t, 100, 24)
		s.signal(sig)
		if status := s.ended(); status != 3 {
			t.Errorf("%v: exit status %d", sig, status)
		}
		if !strings.Contains(s.written(), "\x1b[?2004l") {
			t.Errorf("%v: the terminal still brackets what is pasted", sig)
		}
	}
}

func TestTheHistoryIsSearched(t *testing.T) {
	state := t.TempDir()
	s, _ := open(t, 100, 24, "XDG_STATE_HOME="+state)
	s.press("query-status", enter, "query-name", enter, "set-secret password=hunter2", enter)
	s.shows("error: the server has no command set-secret")
	s.press(ctrlR, "query")
	s.shows("search: query\n  query-name")
	s.press(ctrlR)
	s.shows("search: query\n  query-status")
	s.press("x")
	s.shows("nothing that was entered has this in it")
	s.press("\x7f", ctrlR, enter)
	s.prompt("qmp> query-status")
	s.press(ctrlC, up)
	s.prompt("qmp> set-secret password=hunter2")
	s.press(down, ctrlD)
	s.ended()
	text, err := os.ReadFile(filepath.Join(state, "qapi-gen", "history"))
	if want := "\"query-status\"\n\"query-name\"\n"; err != nil || string(text) != want {
		t.Errorf("the file has %q, %v", text, err)
	}
	s, _ = open(t, 100, 24, "XDG_STATE_HOME="+state)
	s.press(up)
	s.prompt("qmp> query-name")
}

func TestANarrowTerminalIsEnough(t *testing.T) {
	s, other := open(t, 40, 12)
	s.press("blockdev-add driver=q")
	s.shows("  qcow2  an image in qcow2 format, on t…\nblockdev-add driver=BlockdevDriver [nod…")
	execute(t, other, "balloon", map[string]any{"value": 4096})
	s.shows("BALLOON_CHANGE\n{\"actual\":4096}")
	s.prompt("qmp> blockdev-add driver=q")
	s.press("cow2 node-name=a-name-that-is-longer-than-a-line")
	s.shows("qmp> blockdev-add driver=qcow2\n   | node-name=a-name-that-is-longer-tha\n   | n-a-line")
	s.press(ctrlC, "query-qmp-schema", enter) // longer than the screen
	s.ending("]\nqmp>")
}

func TestTheTerminalMayChangeItsSize(t *testing.T) {
	s, other := open(t, 100, 30)
	s.press("blockdev-add driver=q")
	s.shows("  qcow2  an image in qcow2 format, on top of another node.")
	s.resize(40, 12)
	s.shows("  qcow2  an image in qcow2 format, on t…")
	s.prompt("qmp> blockdev-add driver=q")
	s.resize(120, 30)
	s.shows("  qcow2  an image in qcow2 format, on top of another node.")
	execute(t, other, "balloon", map[string]any{"value": 4096})
	s.shows("BALLOON_CHANGE")
	s.prompt("qmp> blockdev-add driver=q")
	s.press(escape)
	s.sees("no menu", func(text string) bool { return !strings.Contains(text, "  qcow2") })
	s.press(ctrlL)
	s.sees("the prompt alone", func(text string) bool { return strings.HasPrefix(text, "qmp> blockdev-add driver=q") })
}

func TestWhatWasOnTheScreenStays(t *testing.T) {
	path, _, _ := startVMM(t, t.TempDir())
	s := show(t, 100, 24, nil, "sh", "-c", `echo one; echo two; "$0" shell "$1"; echo three`, qapigen, path)
	s.prompt("qmp> ")
	s.press("stop", enter)
	s.shows("qmp> stop\n")
	s.prompt("qmp> ")
	if !strings.HasPrefix(s.text(), "one\ntwo\nconnected to unix:"+path+", version 1.2.0\n.help says what can be typed\nqmp> stop\n") {
		t.Errorf("the screen shows\n%s", s.text())
	}
	s.press(".quit", enter)
	s.ending("\nqmp> .quit\nthree")
}

func TestNothingOfAMenuIsLeftAboveALongReply(t *testing.T) {
	s, _ := open(t, 100, 24)
	s.press("query-qmp-s")
	s.shows("  query-qmp-schema  ")
	s.press("chema", enter)
	s.ending("]\nqmp>")
	above := s.scrolled()
	if !strings.Contains(above, "qmp> query-qmp-schema\n[\n") || strings.Contains(above, "\n  query-qmp-schema") || strings.Contains(above, "\n\n") {
		t.Errorf("above the screen is\n%s", above[:min(len(above), 2000)])
	}
}

// noColour is the variable by which users refuse colours.
const noColour = "NO_COLOR" //nolint:misspell // it has that name

var colours = regexp.MustCompile(`\x1b\[[0-9;]*m`)

func TestNoColourMeansNone(t *testing.T) {
	for env, want := range map[string]bool{noColour + "=1": false, noColour + "=": true} {
		s, _ := open(t, 100, 24, env)
		s.press("query-status", enter, "query-s", tab, ctrlC, "nope", enter)
		s.shows("error: the server has no command nope")
		s.press(ctrlD)
		s.ended()
		coloured := false
		for _, sgr := range colours.FindAllString(s.written(), -1) {
			coloured = coloured || sgr != "\x1b[m" && sgr != "\x1b[0m"
		}
		if coloured != want {
			t.Errorf("%s: coloured is %t: %q", env, coloured, s.written())
		}
	}
}

func TestALostServerIsWaitedFor(t *testing.T) {
	dir := t.TempDir()
	path, _, stop := startVMM(t, dir)
	s := show(t, 100, 24, nil, qapigen, "shell", path)
	s.shows("qmp>")
	s.press("query-na")
	stop()
	s.shows("SHUTDOWN", "the server closed the connection", "waiting for the server to come back")
	s.prompt("lost> query-na")
	s.press("me", enter)
	s.shows("error: query-name: there is no connection to the server")
	startVMM(t, dir)
	s.shows("connected again, to version 1.2.0")
	s.press("query-status", enter)
	s.shows(`"status": "prelaunch"`)
}

func TestAProgramEndsWithTheShell(t *testing.T) {
	s := show(t, 100, 24, nil, qapigen, "shell", "--", vmm, "--qmp", "unix:{socket}")
	s.shows("connected to "+vmm, "qmp>")
	s.press("quit", enter)
	s.shows("SHUTDOWN")
	if status := s.ended(); status != 0 {
		t.Errorf("exit status %d:\n%s", status, s.text())
	}
}

func TestADumbTerminalHasAPromptToo(t *testing.T) {
	path, other, _ := startVMM(t, t.TempDir())
	s := show(t, 100, 24, []string{"TERM=dumb"}, qapigen, "shell", path)
	s.ending("qmp>")
	s.press("nope" + enter)
	s.shows("error: the server has no command nope")
	execute(t, other, "balloon", map[string]any{"value": 4096})
	s.shows("BALLOON_CHANGE")
	s.press("query-status"+enter, ".quit"+enter)
	s.shows(`"status": "prelaunch"`)
	if status := s.ended(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	if strings.Contains(s.written(), "\x1b") {
		t.Errorf("escape sequences: %q", s.written())
	}
}
