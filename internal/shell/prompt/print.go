package prompt

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// printed says that lines have been printed above the prompt.
type printed struct{}

// settling asks whether the last view has been drawn.
type settling struct {
	since int64 // writes of the output
	tries int
}

const (
	frame    = time.Second / 60 // between two views that Bubble Tea draws
	maxTries = 30
)

// settle keeps lines from being printed until the last view has been drawn.
func (m *model) settle() tea.Cmd {
	m.busy = true
	return m.settling(settling{since: m.output.writes.Load()})
}

// settling asks again in a moment, unless the view has been drawn.
func (m *model) settling(s settling) tea.Cmd {
	if m.output.drawn.Load() && (m.output.writes.Load() > s.since || s.tries == maxTries) {
		m.busy, m.tallest = false, 0
		return nil
	}
	s.tries = min(s.tries+1, maxTries)
	return tea.Tick(frame, func(time.Time) tea.Msg { return s })
}

// printLine queues text to be printed above the prompt.
func (m *model) printLine(text string) {
	if text != "" {
		m.pending = append(m.pending, strings.Split(text, "\n")...)
	}
}

// echo prints what was entered as it stood at the prompt.
func (m *model) echo(text string) {
	prompt := m.name + "> "
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			m.printLine(strings.Repeat(" ", len(prompt)-2) + "| " + line)
		} else {
			m.printLine(m.style.bold(prompt) + line)
		}
	}
}

// print prints the queued lines, or as many as the screen has room for, because Bubble
// Tea makes room for them by moving the prompt down. One print follows the other, so
// that the lines stay in order.
func (m *model) print() tea.Cmd {
	if m.busy || m.width == 0 {
		return nil
	}
	if len(m.pending) == 0 {
		if m.ending {
			return tea.Quit
		}
		return nil
	}
	// A view that was taller may still be on the screen.
	room := max(1, m.height-max(m.rows(), m.tallest)-1)
	if len(m.pending) > room && m.tallest > m.rows() {
		return m.settle()
	}
	var lines []string
	for len(m.pending) > 0 && len(lines) < room {
		wrapped := strings.Split(ansi.Wrap(strings.ReplaceAll(m.pending[0], "\t", "    "), m.width, ""), "\n")
		m.pending = m.pending[1:]
		if n := room - len(lines); len(wrapped) > n {
			m.pending = append(wrapped[n:], m.pending...)
			wrapped = wrapped[:n]
		}
		lines = append(lines, wrapped...)
	}
	m.busy = true
	return tea.Sequence(tea.Println(strings.Join(lines, "\n")), func() tea.Msg { return printed{} })
}
