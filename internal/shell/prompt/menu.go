package prompt

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/qapi-go/qapi-gen/internal/shell"
)

// A menu has the candidates for the word at the cursor.
type menu struct {
	shell.Completion
	open     bool
	selected int // -1: none
	asked    bool
	// before and after are what is typed around the word while candidates take its
	// place.
	before, after string
	refreshing    bool // the server is being asked for names

}

func (m *menu) close() {
	m.open, m.selected, m.asked = false, -1, false
}

// refreshed says that the server was asked for names.
type refreshed struct{}

// complete works out what can stand at the cursor. The menu shows it if the word has
// begun, or if the user has asked.
func (m *model) complete(asked bool) tea.Cmd {
	if m.menu.selected >= 0 {
		return nil // the candidates stay while the user chooses
	}
	text := m.area.Value()
	m.survey()
	m.menu.asked = asked
	c := m.menu.Completion // a copy, for the question below
	typed := text[c.Start:c.End]
	m.menu.open = len(c.Candidates) > 0 && (asked || typed != "") &&
		(len(c.Candidates) > 1 || c.Candidates[0].Insert != typed)
	if !c.Outdated() || m.menu.refreshing {
		return nil
	}
	m.menu.refreshing = true
	return func() tea.Msg {
		m.session.Refresh(m.ctx, c)
		return refreshed{}
	}
}

// survey works out what can stand at the cursor, and shows it not.
func (m *model) survey() {
	m.menu.close()
	m.menu.Completion = m.session.Complete(m.area.Value(), m.cursor())
}

// tab completes as far as all candidates agree, or goes on to the next candidate.
func (m *model) tab(step int) (cmd tea.Cmd) {
	if m.menu.selected < 0 {
		var done bool
		if cmd, done = m.completeCommon(); done {
			return cmd
		}
		if step < 0 {
			m.menu.selected = 0
		}
	}
	n := len(m.menu.Candidates)
	m.menu.selected = (m.menu.selected + step + n) % n
	m.replace(m.menu.Candidates[m.menu.selected].Insert)
	return cmd
}

// completeCommon completes as far as all candidates agree. It reports false if there is
// something to choose.
func (m *model) completeCommon() (cmd tea.Cmd, done bool) {
	cmd = m.complete(true)
	if len(m.menu.Candidates) == 0 {
		return cmd, true
	}
	text := m.area.Value()
	m.menu.before, m.menu.after = text[:m.menu.Start], text[m.menu.End:]
	if len(m.menu.Candidates) == 1 {
		only := m.menu.Candidates[0]
		if !only.Partial && !strings.HasPrefix(m.menu.after, " ") {
			only.Insert += " "
		}
		m.replace(only.Insert)
		return tea.Batch(cmd, m.complete(only.Partial)), true
	}
	if common := commonStart(m.menu.Candidates); len(common) > len(text[m.menu.Start:m.menu.End]) {
		m.replace(common)
		return tea.Batch(cmd, m.complete(true)), true
	}
	return cmd, false
}

// replace puts a text in the place of the word, and the cursor after it.
func (m *model) replace(word string) {
	m.area.SetValue(m.menu.after)
	m.area.MoveToBegin()
	m.area.InsertString(m.menu.before + word)
}

// commonStart is what all candidates begin with.
func commonStart(list []shell.Candidate) string {
	common := list[0].Insert
	for _, c := range list[1:] {
		for !strings.HasPrefix(c.Insert, common) {
			_, size := lastRune(common)
			common = common[:len(common)-size]
		}
	}
	return common
}
