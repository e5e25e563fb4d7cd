package prompt

import (
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

// A search looks for an earlier statement.
type search struct {
	on    bool
	query string
	found int // the entry of the history; its length if nothing was looked for, -1 if there is none
}

func lastRune(text string) (rune, int) { return utf8.DecodeLastRuneInString(text) }

func (m *model) startSearch() {
	m.menu.close()
	m.search = search{on: true, found: m.history.Len()}
}

// searchFor looks for the newest statement with a text.
func (m *model) searchFor(query string) {
	m.search.query = query
	if m.search.found = m.history.Len(); query != "" {
		m.search.found = m.history.Search(query, m.history.Len())
	}
}

// searchKey handles a key during a search.
func (m *model) searchKey(msg tea.KeyPressMsg) tea.Cmd {
	switch msg.String() {
	case "ctrl+r", "up":
		if older := m.history.Search(m.search.query, m.search.found); older >= 0 && m.search.query != "" {
			m.search.found = older
		}
	case "esc", "ctrl+g", "ctrl+c":
		m.search.on = false
	case "backspace", "ctrl+h":
		_, size := lastRune(m.search.query)
		m.searchFor(m.search.query[:len(m.search.query)-size])
	case "enter", "tab", "right", "left", "ctrl+e", "ctrl+a", "ctrl+j":
		return m.takeFound()
	case "ctrl+d":
		if m.search.query == "" {
			m.search.on = false
		}
	default:
		if msg.Text != "" {
			m.searchFor(m.search.query + msg.Text)
		}
	}
	return nil
}

// takeFound ends the search with the statement that was found in the line. It is not
// run, so that the user sees it first.
func (m *model) takeFound() tea.Cmd {
	m.search.on = false
	if m.search.found < 0 || m.search.found >= m.history.Len() {
		return nil
	}
	if m.entry == m.history.Len() {
		m.draft = m.area.Value()
	}
	m.entry = m.search.found
	m.setText(m.history.Entry(m.entry))
	m.survey()
	return nil
}
