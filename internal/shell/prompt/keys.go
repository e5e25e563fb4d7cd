package prompt

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/qapi-go/qapi-gen/internal/shell"
)

// key handles a key.
func (m *model) key(msg tea.KeyPressMsg) tea.Cmd {
	if m.ending {
		return nil
	}
	if m.search.on {
		return m.searchKey(msg)
	}
	switch msg.String() {
	case "ctrl+c":
		m.interrupt()
		return nil
	case "ctrl+d":
		if m.area.Value() == "" {
			m.quit(nil)
			return nil
		}
	case "ctrl+l":
		// Bubble Tea clears what it has drawn. What was printed above goes first.
		return tea.Sequence(tea.Raw(ansi.CursorHomePosition+ansi.EraseEntireScreen), tea.ClearScreen)
	case "ctrl+z":
		return tea.Suspend
	case "ctrl+r":
		m.startSearch()
		return nil
	case "tab":
		return m.tab(1)
	case "shift+tab":
		return m.tab(-1)
	case "esc":
		m.menu.close()
		return nil
	case "enter", "ctrl+j": // what was typed before the shell read keys ends in the latter
		return m.enter()
	case "up", "ctrl+p":
		if m.onFirstRow() {
			return m.recall(-1)
		}
	case "down", "ctrl+n":
		if m.onLastRow() {
			return m.recall(1)
		}
	}
	return m.edit(msg)
}

// edit changes what is typed.
func (m *model) edit(msg tea.Msg) tea.Cmd {
	before, at := m.area.Value(), m.cursor()
	var cmd tea.Cmd
	m.area, cmd = m.area.Update(msg)
	if m.area.Value() == before && m.cursor() == at {
		return cmd
	}
	return tea.Batch(cmd, m.complete(false))
}

// paste inserts what the terminal pastes. The line ends of other systems become those
// of this one.
func (m *model) paste(msg tea.PasteMsg) tea.Cmd {
	msg.Content = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(msg.Content)
	msg.Content = strings.TrimRight(msg.Content, "\n") // of a line that was copied whole
	if m.search.on {
		m.searchFor(m.search.query + strings.ReplaceAll(msg.Content, "\n", " "))
		return nil
	}
	return m.edit(msg)
}

// interrupt clears the line. In an empty one it stops waiting for answers.
func (m *model) interrupt() {
	switch {
	case m.area.Value() != "":
		m.setText("")
		m.entry, m.draft = m.history.Len(), ""
		m.menu.close()
	case len(m.calls) > 0:
		for _, c := range m.calls {
			c.cancel()
		}
	default:
		m.printLine(m.style.remark("Ctrl-D or .quit ends the shell"))
	}
}

// enter runs the statements, if they are complete. If a candidate of the menu is
// selected, it stays, and the menu goes.
func (m *model) enter() tea.Cmd {
	if m.menu.selected >= 0 {
		m.menu.close()
		return m.complete(false)
	}
	text := m.area.Value()
	if !shell.Complete(text) {
		m.area.MoveToEnd()
		m.area.InsertRune('\n')
		return m.complete(false)
	}
	m.menu.close()
	m.setText("")
	if trimmed := strings.TrimSpace(text); trimmed != "" {
		m.remember(trimmed)
	}
	m.entry, m.draft = m.history.Len(), ""
	m.echo(text)
	statements, _ := shell.Split(text)
	return m.start(statements)
}

// remember adds to the history. That a file cannot be written is said once.
func (m *model) remember(text string) {
	if err := m.history.Add(text); err != nil && !m.historyFailed {
		m.historyFailed = true
		m.printLine(m.style.remark(shell.Safe(err.Error()) + "; statements are kept until the shell ends"))
	}
}

func (m *model) onFirstRow() bool {
	return m.menu.selected >= 0 || m.area.Line() == 0 && m.area.LineInfo().RowOffset == 0
}

func (m *model) onLastRow() bool {
	info := m.area.LineInfo()
	return m.menu.selected >= 0 || m.area.Line() == m.area.LineCount()-1 && info.RowOffset >= info.Height-1
}

// recall goes to an earlier or later statement of the history, or in the menu to the
// candidate before or after.
func (m *model) recall(step int) tea.Cmd {
	if m.menu.selected >= 0 {
		return m.tab(step)
	}
	next := m.entry + step
	if next < 0 || next > m.history.Len() {
		return nil
	}
	if m.entry == m.history.Len() {
		m.draft = m.area.Value()
	}
	m.entry = next
	if next == m.history.Len() {
		m.setText(m.draft)
	} else {
		m.setText(m.history.Entry(next))
	}
	m.survey()
	return nil
}
