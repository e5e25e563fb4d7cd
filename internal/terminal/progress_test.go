package terminal

import (
	"bytes"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A screen keeps what is written, which another goroutine may read.
type screen struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

// take returns what has been written since the last call.
func (s *screen) take() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	text := s.text.String()
	s.text.Reset()
	return text
}

func TestProgressIsShownAfterDelayAndErased(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s screen
		p := startProgress(&s, "reading a.json")
		expect := func(after time.Duration, want string) {
			t.Helper()
			pass(after)
			synctest.Wait()
			if got := s.take(); got != want {
				t.Errorf("after %v it wrote %q, want %q", after, got, want)
			}
		}
		expect(Delay-1, "")
		expect(1, "\r\x1b[Kreading a.json (1s)")
		p.Say("comparing\nb.json\x1b")
		expect(interval, "\r\x1b[Kcomparing b.json\uFFFD (2s)")
		p.Stop()
		expect(0, "\r\x1b[K")
		p.Stop()
		p.Say("late")
		expect(5*interval, "")
	})
}

func TestProgressOfQuickWorkWritesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s screen
		p := startProgress(&s, "reading")
		pass(Delay - 1)
		p.Stop()
		if got := s.take(); got != "" {
			t.Errorf("it wrote %q", got)
		}
	})
}

func TestProgressStaysOnOneLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s screen
		p := startProgress(&s, strings.Repeat("ä", 200))
		pass(Delay)
		synctest.Wait()
		if got, want := s.take(), erase+strings.Repeat("ä", 78)+"…"; got != want {
			t.Errorf("it wrote %q, want %q", got, want)
		}
		p.Stop()
	})
}

func TestNoProgressWithoutTerminal(t *testing.T) {
	file, err := os.Create(t.TempDir() + "/out")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	for name, p := range map[string]*Progress{
		"a buffer":        StartProgress(new(bytes.Buffer), "x"),
		"a file":          StartProgress(file, "x"),
		"the null device": StartProgress(null, "x"),
	} {
		if p != nil {
			t.Errorf("%s has a progress line", name)
		}
		p.Say("a nil one does nothing")
		p.Stop()
	}
}

// pass lets time pass on the clock of the test's bubble, which does not wait.
func pass(d time.Duration) { <-time.After(d) }
