package prompt

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/qapi-go/qapi-gen/internal/shell"
)

const (
	maxAreaHeight = 12 // rows of what is typed
	maxMenuHeight = 8  // rows of candidates
)

// View makes model a tea.Model.
func (m *model) View() tea.View {
	if m.ending && len(m.pending) == 0 || m.width == 0 {
		return tea.NewView("")
	}
	var rows []string
	var cursor *tea.Cursor
	if m.search.on {
		rows, cursor = m.searchView()
	} else {
		rows = append(rows, m.area.View())
		cursor = m.area.Cursor()
	}
	rows = append(rows, m.menuView()...)
	rows = append(rows, m.footer()...)
	m.tallest = max(m.tallest, len(rows)-1+m.area.Height())
	view := tea.NewView(strings.Join(rows, "\n") + m.mark())
	view.Cursor = cursor
	return view
}

// mark makes a view differ from those before the last print, though it looks the same.
// Bubble Tea leaves the cursor where a print has ended, and puts it back with the next
// view that differs. The digits of the number are sequences that change nothing.
func (m *model) mark() string {
	var b strings.Builder
	for n := m.prints; n > 0; n /= 2 {
		b.WriteString([]string{"\x1b[m", "\x1b[0m"}[n%2])
	}
	return b.String()
}

// rows is the height of what View draws.
func (m *model) rows() int {
	return m.area.Height() + len(m.menuView()) + len(m.footer())
}

// footer is below the prompt: what is waited for, and the signature of the command.
func (m *model) footer() (rows []string) {
	if m.menu.Signature != "" && m.area.Value() != "" && !m.search.on {
		rows = append(rows, m.style.dim(m.cut(m.menu.Signature)))
	}
	var slow []string
	for _, c := range m.calls {
		if c.slow {
			slow = append(slow, firstLine(c.statement))
		}
	}
	if len(slow) > 0 {
		rows = append(rows, m.style.remark(m.cut("Ctrl-C stops waiting for "+strings.Join(slow, ", "))))
	}
	return rows
}

// cut cuts a text to the width of the terminal.
func (m *model) cut(text string) string {
	return ansi.Truncate(text, m.width, "…")
}

// menuView has a row for each candidate that there is room for.
func (m *model) menuView() (rows []string) {
	if !m.menu.open || m.search.on {
		return nil
	}
	list := m.menu.Candidates
	room := max(1, min(maxMenuHeight, m.height-m.area.Height()-3))
	first := 0
	if m.menu.selected >= room {
		first = m.menu.selected - room + 1
	}
	last := min(first+room, len(list))
	widest := 0
	for _, c := range list[first:last] {
		widest = max(widest, ansi.StringWidth(c.Label))
	}
	widest = min(widest, max(m.width/2, 1))
	for i, c := range list[first:last] {
		rows = append(rows, m.candidate(c, widest, first+i == m.menu.selected))
	}
	if hidden := len(list) - len(rows); hidden > 0 {
		rows = append(rows, m.style.dim(m.cut(fmt.Sprintf("  %d more", hidden))))
	}
	return rows
}

// candidate is a row of the menu.
func (m *model) candidate(c shell.Candidate, widest int, selected bool) string {
	label := ansi.Truncate(c.Label, widest, "…")
	label += strings.Repeat(" ", max(0, widest-ansi.StringWidth(label)))
	mark := "  "
	if selected {
		mark = "> "
	}
	var about []string
	for _, text := range []string{c.Detail, c.Kind} {
		if text != "" {
			about = append(about, text)
		}
	}
	rest := strings.Join(about, ", ")
	if c.Doc != "" {
		if rest != "" {
			rest += "  "
		}
		rest += c.Doc
	}
	rest = ansi.Truncate("  "+rest, max(0, m.width-len(mark)-widest), "…")
	if selected {
		return m.style.inverse(mark + label + rest)
	}
	return mark + label + m.style.dim(rest)
}

// searchView shows the search and what it has found.
func (m *model) searchView() (rows []string, cursor *tea.Cursor) {
	const prompt = "search: "
	query := ansi.TruncateLeft(m.search.query, max(0, ansi.StringWidth(m.search.query)-m.width+len(prompt)+2), "…")
	rows = append(rows, m.style.bold(prompt)+query)
	cursor = tea.NewCursor(min(len(prompt)+ansi.StringWidth(query), m.width-1), 0)
	switch {
	case m.search.found < 0:
		rows = append(rows, m.style.dim("  nothing that was entered has this in it"))
	case m.search.found < m.history.Len():
		lines := strings.Split(m.history.Entry(m.search.found), "\n")
		for _, line := range lines[:min(len(lines), maxMenuHeight)] {
			rows = append(rows, m.cut("  "+strings.ReplaceAll(line, "\t", "    ")))
		}
	}
	return rows, cursor
}
