// Package prompt is the terminal of a shell: a prompt with completion, a history that
// can be searched, and what the server says printed above it. All that it shows comes
// from package shell, which makes it safe to print.
//
// The model is that of Bubble Tea: Update takes what happened, one thing at a time, and
// View draws. Terminal starts it (terminal.go). Keys are in keys.go, the menu of
// completion in menu.go, the search of the history in search.go, statements that run in
// call.go, what goes above the prompt in print.go and format.go, and the drawing in
// view.go.
package prompt

import (
	"context"
	"fmt"
	"io"
	"os"

	tea "charm.land/bubbletea/v2"

	"github.com/qapi-go/qapi-gen/internal/shell"
)

// Keys says what the keys do, for .help.
const Keys = `Tab               complete; again for the next candidate, Shift-Tab for the one before
Enter             run, or go on in the next line if something is open
Alt-Enter         go on in the next line
Up, Down          earlier and later statements
Ctrl-R            search earlier statements
Ctrl-C            clear the line; in an empty one, wait for no answer any more
Ctrl-L            clear the screen
Ctrl-D            end the shell`

// A Terminal shows a session to a person.
type Terminal struct {
	// Input and Output are the terminal.
	Input  io.Reader
	Output *os.File
	// Environ is the environment, in which TERM and others say what the terminal can.
	Environ []string
	// Colour is true if the terminal has colours and the user wants them.
	Colour bool
	// Name is the word of the prompt.
	Name string

	notices chan shell.Notice
	closed  chan struct{} // when nobody reads notices any more
}

// New returns a Terminal. Its Notify may be called from then on.
func New() *Terminal {
	return &Terminal{notices: make(chan shell.Notice, 16), closed: make(chan struct{})}
}

// Notify is for the Config of the session.
func (t *Terminal) Notify(n shell.Notice) {
	select {
	case t.notices <- n:
	case <-t.closed:
	}
}

// Run shows the session until the user ends it, the session ends, or ctx does. The
// error is then that of the session or of ctx.
func (t *Terminal) Run(ctx context.Context, s *shell.Session, h *shell.History, greeting string) error {
	own, cancel := context.WithCancel(ctx)
	defer cancel()
	m := newModel(own, s, h, t)
	if _, err := fmt.Fprintln(t.Output, m.style.dim(greeting)); err != nil {
		return err
	}
	program := tea.NewProgram(m,
		tea.WithInput(t.Input), tea.WithOutput(m.output), tea.WithEnvironment(t.Environ),
		tea.WithoutSignalHandler()) // who has called Run handles signals
	pumped := make(chan struct{})
	go func() {
		defer close(pumped)
		t.pump(own, s, program)
	}()
	_, err := program.Run()
	cancel()
	close(t.closed)
	<-pumped
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err != nil:
		return err
	}
	return m.end
}

// pump gives the program what the session says, until ctx ends. It then ends the
// program as a user would: Bubble Tea waits for its reader only if it is not killed.
func (t *Terminal) pump(ctx context.Context, s *shell.Session, program *tea.Program) {
	ended := s.Done()
	for {
		select {
		case n := <-t.notices:
			program.Send(n)
		case <-ended:
			ended = nil
			for len(t.notices) > 0 { // they came before
				program.Send(<-t.notices)
			}
			program.Send(sessionEnded{})
		case <-ctx.Done():
			program.Quit()
			return
		}
	}
}

// sessionEnded says that the session has ended.
type sessionEnded struct{}
