package prompt

import (
	"context"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"github.com/qapi-go/qapi-gen/internal/shell"
)

// A model is the state of what is shown. Bubble Tea calls its methods in turn.
type model struct {
	ctx     context.Context // of statements that run
	session *shell.Session
	history *shell.History
	style   style
	name    string // of the prompt
	output  *output

	area          textarea.Model // the statement that is typed
	width, height int            // of the terminal; 0 until it has told
	lost          bool           // there is no connection

	entry         int    // of the history that is shown; its length stands for the draft
	draft         string // what was typed before the history was entered
	historyFailed bool   // it cannot be written, which was said
	search        search
	menu          menu

	calls   []*call // in the order of their start
	lastID  int     // of the last call
	pending []string
	busy    bool  // printing pending lines
	prints  uint  // how often lines were printed
	tallest int   // the rows of the tallest view that may be on the screen
	ending  bool  // the shell ends when all is printed
	end     error // why, nil if the user wants it
}

// maxTyped bounds the lines that can be typed.
const maxTyped = 10_000

func newModel(ctx context.Context, s *shell.Session, h *shell.History, t *Terminal) *model {
	m := &model{ctx: ctx, session: s, history: h, style: style{t.Colour}, name: t.Name, entry: h.Len()}
	m.output = &output{File: t.Output, prompt: []byte(t.Name + ">")}
	m.area = textarea.New()
	m.area.ShowLineNumbers = false
	m.area.CharLimit, m.area.MaxWidth = 0, 0
	m.area.DynamicHeight, m.area.MaxContentHeight = true, maxTyped
	m.area.SetStyles(textarea.Styles{})
	m.area.SetVirtualCursor(false)
	keys := &m.area.KeyMap
	keys.InsertNewline = key.NewBinding(key.WithKeys("alt+enter", "shift+enter"))
	keys.Paste.SetEnabled(false) // the terminal pastes
	keys.CopySelection.SetEnabled(false)
	m.area.Focus()
	m.menu.close()
	m.setPrompt()
	return m
}

// setPrompt sets the prompt, which says whether there is a connection.
func (m *model) setPrompt() {
	name := m.name + "> "
	if m.lost {
		name = "lost> "
	}
	m.area.SetPromptFunc(len(name), func(info textarea.PromptInfo) string {
		if info.LineNumber > 0 {
			return "| "
		}
		return m.style.bold(name)
	})
	m.area.SetWidth(max(m.width, len(name)+1))
}

// Init makes model a tea.Model. Nothing is printed before the prompt is drawn.
func (m *model) Init() tea.Cmd { return m.settle() }

// Update makes model a tea.Model.
func (m *model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := m.handle(msg)
	return m, tea.Batch(cmd, m.print())
}

func (m *model) handle(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
		m.area.MaxHeight = max(1, min(maxAreaHeight, m.height/2))
		m.setPrompt()
	case tea.KeyPressMsg:
		return m.key(msg)
	case tea.PasteMsg:
		return m.paste(msg)
	case shell.Notice:
		m.notice(msg)
	case callEnded:
		return m.callEnded(msg)
	case callIsSlow:
		msg.call.slow = true
	case refreshed:
		m.menu.refreshing = false
		return m.complete(m.menu.asked)
	case settling:
		return m.settling(msg)
	case printed:
		m.busy = false
		m.prints++
	case sessionEnded:
		m.quit(m.session.Err())
	}
	return nil
}

// notice prints a notice.
func (m *model) notice(n shell.Notice) {
	switch n.Kind {
	case shell.EventNotice:
		m.printLine(m.style.event(n.Event))
	case shell.LostNotice:
		m.lost = true
		m.setPrompt()
		m.printLine(m.style.failure(n.Text))
	case shell.BackNotice:
		m.lost = false
		m.setPrompt()
		m.printLine(m.style.remark(n.Text))
	case shell.Remark:
		m.printLine(m.style.remark(n.Text))
	}
}

// quit ends the shell when all is printed.
func (m *model) quit(err error) {
	m.ending, m.end = true, err
}

// setText replaces what is typed, and puts the cursor at its end.
func (m *model) setText(text string) {
	m.area.SetValue(text)
	m.area.MoveToEnd()
}

// cursor is the place of the cursor in what is typed, in bytes.
func (m *model) cursor() int {
	return byteOffset(m.area.Value(), m.area.Line(), m.area.Column())
}

// byteOffset finds a column, counted in runes, of a line of text.
func byteOffset(text string, line, column int) int {
	at := 0
	for i, r := range text {
		if line == 0 && column == 0 {
			return i
		}
		switch {
		case line > 0 && r == '\n':
			line--
		case line == 0:
			column--
		}
		at = i + len(string(r))
	}
	return at
}
