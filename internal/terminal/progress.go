package terminal

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// Delay is how long a program works before a Progress shows a line.
const Delay = time.Second

const (
	interval = time.Second // between two lines
	erase    = "\r\x1b[K"  // the line that the cursor is in
)

// A Progress is a line on a terminal that says what a program is doing and for how
// long. It appears after Delay, and Stop erases it. The program must call Stop before
// it writes anything else to the terminal.
//
// A nil Progress shows nothing. The methods may be called from several goroutines at
// once.
type Progress struct {
	w       io.Writer
	started time.Time
	stop    func()
	stopped chan struct{} // closed when nothing more is written

	mu   sync.Mutex
	text string
}

// StartProgress shows text on w if the program is still at it after Delay. It returns
// nil if w is no terminal, or one that cannot erase a line.
func StartProgress(w io.Writer, text string) *Progress {
	if !Is(w) || isDumb() {
		return nil
	}
	return startProgress(w, text)
}

func startProgress(w io.Writer, text string) *Progress {
	stopping := make(chan struct{})
	p := &Progress{
		w:       w,
		started: time.Now(),
		stop:    sync.OnceFunc(func() { close(stopping) }),
		stopped: make(chan struct{}),
		text:    text,
	}
	go p.show(stopping)
	return p
}

// Say replaces the text. The line shows it within a second.
func (p *Progress) Say(text string) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.text = text
}

// Stop erases the line. After the first call it does nothing.
func (p *Progress) Stop() {
	if p == nil {
		return
	}
	p.stop()
	<-p.stopped
}

// show writes a line at each interval. It ignores that a terminal is gone.
func (p *Progress) show(stopping <-chan struct{}) {
	defer close(p.stopped)
	timer := time.NewTimer(Delay)
	defer timer.Stop()
	shown := false
	for {
		select {
		case <-stopping:
			if shown {
				_, _ = io.WriteString(p.w, erase)
			}
			return
		case <-timer.C:
			timer.Reset(interval)
			_, _ = io.WriteString(p.w, erase+p.line())
			shown = true
		}
	}
}

// line is the text with the time, cut to one line of the terminal.
func (p *Progress) line() string {
	p.mu.Lock()
	text := p.text
	p.mu.Unlock()
	line := fmt.Sprintf("%s (%v)", strings.ReplaceAll(Printable(text), "\n", " "), time.Since(p.started).Truncate(time.Second))
	runes := []rune(strings.ReplaceAll(line, "\t", " "))
	if room := columns(p.w) - 1; len(runes) > room {
		runes = append(runes[:max(room-1, 0)], '…')
	}
	return string(runes)
}
