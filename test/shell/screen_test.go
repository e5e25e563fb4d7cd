//go:build unix

package shell

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// The keys that tests press.
const (
	enter    = "\r"
	tab      = "\t"
	shiftTab = "\x1b[Z"
	escape   = "\x1b"
	up       = "\x1b[A"
	down     = "\x1b[B"
	left     = "\x1b[D"
	ctrlC    = "\x03"
	ctrlD    = "\x04"
	ctrlL    = "\x0c"
	ctrlR    = "\x12"
)

// patience is how long a test waits for a screen. Only a test that fails waits so long.
const patience = 2 * time.Minute

// A screen is a program on a pseudo-terminal, and what is to be seen of it.
type screen struct {
	t     *testing.T
	cmd   *exec.Cmd
	tty   *os.File
	ends  chan error    // gets how the program ended
	drawn chan struct{} // closed when all that it wrote was drawn

	mu      sync.Mutex
	emu     *vt.Emulator
	changed chan struct{} // gets a value when something was drawn
	raw     strings.Builder
}

// show starts a program on a terminal of a size, with more variables in its environment.
func show(t *testing.T, width, height int, env []string, args ...string) *screen {
	t.Helper()
	s := &screen{t: t, ends: make(chan error, 1), changed: make(chan struct{}, 1), emu: vt.NewEmulator(width, height)}
	s.cmd = exec.Command(args[0], args[1:]...)
	s.cmd.Env = append(append(os.Environ(), "TERM=xterm-256color", noColour+"=", "XDG_STATE_HOME="+t.TempDir()), env...)
	tty, err := pty.StartWithSize(s.cmd, &pty.Winsize{Rows: uint16(height), Cols: uint16(width)})
	if err != nil {
		t.Fatal(err)
	}
	s.tty = tty
	answered := make(chan struct{})
	s.drawn = make(chan struct{})
	go func() {
		defer close(s.drawn)
		s.follow()
	}()
	go func() {
		defer close(answered)
		_, _ = io.Copy(tty, s.emu) // what a terminal answers when it is asked
	}()
	go func() { s.ends <- s.cmd.Wait() }()
	t.Cleanup(func() {
		_ = s.cmd.Process.Kill()
		_ = tty.Close()
		<-s.drawn
		// Ends the copying of answers; Close of the emulator races with it.
		if input, ok := s.emu.InputPipe().(io.Closer); ok {
			_ = input.Close()
		}
		<-answered
	})
	return s
}

// follow gives the emulator what the program writes.
func (s *screen) follow() {
	buf := make([]byte, 32<<10)
	for {
		n, err := s.tty.Read(buf)
		s.mu.Lock()
		_, _ = s.emu.Write(buf[:n])
		s.raw.Write(buf[:n])
		s.mu.Unlock()
		select {
		case s.changed <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

// press sends keys.
func (s *screen) press(keys ...string) {
	s.t.Helper()
	for _, k := range keys {
		if _, err := s.tty.WriteString(k); err != nil {
			s.t.Fatalf("pressing %q: %v", k, err)
		}
	}
}

// paste sends text as a terminal does when the user pastes it.
func (s *screen) paste(text string) { s.press("\x1b[200~" + text + "\x1b[201~") }

// text is what is to be seen, without blanks at the ends of lines and empty lines at the
// end.
func (s *screen) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	lines := strings.Split(s.emu.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \r")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// written is all that the program wrote.
func (s *screen) written() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raw.String()
}

// scrolled is what has left the screen at its top.
func (s *screen) scrolled() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var b strings.Builder
	for _, line := range s.emu.Scrollback().Lines() {
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return b.String()
}

// cursor is the line in which the cursor is, up to the cursor.
func (s *screen) cursor() string {
	text := s.text()
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.emu.CursorPosition()
	lines := strings.Split(text, "\n")
	if at.Y >= len(lines) {
		return ""
	}
	line := []rune(lines[at.Y] + strings.Repeat(" ", at.X))
	return string(line[:at.X])
}

// sees waits until the screen is as it should be.
func (s *screen) sees(what string, is func(text string) bool) {
	s.t.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	for !is(s.text()) {
		select {
		case <-s.changed:
		case <-s.drawn: // the program has ended
			if !is(s.text()) {
				s.t.Fatalf("the program has ended, and the screen does not show %s:\n%s", what, s.text())
			}
		case <-deadline.C:
			s.t.Fatalf("the screen does not show %s:\n%s\n(cursor behind %q)", what, s.text(), s.cursor())
		}
	}
}

// shows waits until all the texts are on the screen.
func (s *screen) shows(texts ...string) {
	s.t.Helper()
	s.sees(fmt.Sprintf("%q", texts), func(text string) bool {
		for _, want := range texts {
			if !strings.Contains(text, want) {
				return false
			}
		}
		return true
	})
}

// ending waits until the screen ends in a text.
func (s *screen) ending(want string) {
	s.t.Helper()
	s.sees(fmt.Sprintf("%q at the end", want), func(text string) bool { return strings.HasSuffix(text, want) })
}

// prompt waits until the cursor stands behind a text in its line.
func (s *screen) prompt(want string) {
	s.t.Helper()
	s.sees(fmt.Sprintf("the cursor behind %q", want), func(string) bool { return s.cursor() == want })
}

// resize changes the size of the terminal.
func (s *screen) resize(width, height int) {
	s.t.Helper()
	s.mu.Lock()
	s.emu.Resize(width, height)
	s.mu.Unlock()
	if err := pty.Setsize(s.tty, &pty.Winsize{Rows: uint16(height), Cols: uint16(width)}); err != nil {
		s.t.Fatal(err)
	}
}

// ended waits for the end of the program, and returns its exit status.
func (s *screen) ended() int {
	s.t.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	select {
	case err := <-s.ends:
		s.ends <- err
		<-s.drawn
		if written := s.written(); strings.Contains(written, "DATA RACE") {
			s.t.Error(written)
		}
		return s.cmd.ProcessState.ExitCode()
	case <-deadline.C:
		s.t.Fatalf("the program does not end:\n%s", s.text())
		return -1
	}
}

// signal sends a signal to the program.
func (s *screen) signal(sig syscall.Signal) {
	s.t.Helper()
	if err := s.cmd.Process.Signal(sig); err != nil {
		s.t.Fatal(err)
	}
}
