package prompt

import (
	"context"
	"errors"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/qapi-go/qapi-gen/internal/shell"
)

// A call is a statement that runs, and those that are to run after it.
type call struct {
	id        int
	statement string
	after     []string
	cancel    context.CancelFunc
	slow      bool // it is worth saying that it runs
}

// callEnded says what came of a call.
type callEnded struct {
	call  *call
	reply shell.Reply
	err   error
}

// callIsSlow says that a call has run for a while.
type callIsSlow struct{ call *call }

// quick is the time in which an answer comes without a remark that it is waited for.
const quick = 300 * time.Millisecond

// start runs statements, one after the other.
func (m *model) start(statements []string) tea.Cmd {
	if len(statements) == 0 {
		return nil
	}
	ctx, cancel := context.WithCancel(m.ctx)
	m.lastID++
	c := &call{id: m.lastID, statement: statements[0], after: statements[1:], cancel: cancel}
	m.calls = append(m.calls, c)
	run := func() tea.Msg {
		reply, err := m.session.Run(ctx, c.statement)
		return callEnded{c, reply, err}
	}
	return tea.Batch(run, tea.Tick(quick, func(time.Time) tea.Msg { return callIsSlow{c} }))
}

// callEnded prints what came of a statement, and runs the next.
func (m *model) callEnded(msg callEnded) tea.Cmd {
	c := msg.call
	c.cancel()
	for i := range m.calls {
		if m.calls[i] == c {
			m.calls = append(m.calls[:i], m.calls[i+1:]...)
			break
		}
	}
	if c.id != m.lastID {
		m.printLine(m.style.dim("to " + firstLine(c.statement) + ":"))
	}
	if msg.err != nil {
		m.callFailed(msg.err, len(c.after))
		return nil
	}
	switch {
	case msg.reply.Quit:
		m.quit(nil)
		return nil
	case msg.reply.Value != nil:
		m.printLine(m.style.json(shell.SafeJSON(msg.reply.Value, true)))
	case msg.reply.Text != "":
		m.printLine(msg.reply.Text)
	}
	if len(c.after) == 0 {
		return nil
	}
	m.echo(c.after[0])
	return m.start(c.after)
}

// callFailed prints an error. Statements that were to follow are not run.
func (m *model) callFailed(err error, after int) {
	text := shell.Safe(err.Error())
	if errors.Is(err, context.Canceled) {
		m.printLine(m.style.remark(text))
	} else {
		m.printLine(m.style.failure(text))
	}
	if after > 0 {
		m.printLine(m.style.remark(fmt.Sprintf("statements that were not run: %d", after)))
	}
}
