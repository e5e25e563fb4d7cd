package shell

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
)

// A Script is how lines are run that do not come from a person at a terminal, or from
// a terminal that can only print.
type Script struct {
	Lines  io.Reader
	Stdout io.Writer // for what the server returns, events, and what the shell says
	Indent bool      // write JSON on several lines
	// Prompt, if not empty, is written before each line. Then an error does not end
	// the script.
	Prompt string
	// Complain reports an error that does not end the script, and what happens to the
	// connection.
	Complain func(text string)

	mu sync.Mutex // held to write
}

// Notify is for the Config of the session.
func (r *Script) Notify(n Notice) {
	if n.Kind == EventNotice {
		_ = r.write(EventText(n.Event)) // the next statement fails likewise, and says so
		return
	}
	r.Complain(n.Text)
}

// write writes a text and a line end.
func (r *Script) write(text string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, err := fmt.Fprintln(r.Stdout, text)
	return err
}

// Run runs the lines until they end, .quit, the end of ctx, or the first error, which
// it returns. An error with ErrLost in its chain is that of the connection.
func (r *Script) Run(ctx context.Context, s *Session) error {
	lines, readErr := make(chan string), make(chan error, 1)
	done := make(chan struct{})
	defer close(done)
	go func() { readErr <- readLines(r.Lines, lines, done) }()
	text, number, started := "", 0, 1
	for {
		r.prompt(text)
		select {
		case line, more := <-lines:
			if !more {
				if err := <-readErr; err != nil {
					return fmt.Errorf("reading the statements: %w", err)
				}
				return r.atEnd(text, started)
			}
			if number++; text == "" {
				started = number
			}
			text += line
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		statements, rest := Split(text)
		text = rest
		for _, statement := range statements {
			quit, err := r.statement(ctx, s, statement)
			if err != nil && !r.tolerates(err) {
				return fmt.Errorf("line %d: %w", started, err)
			}
			if quit {
				return nil
			}
		}
	}
}

func (r *Script) prompt(text string) {
	if r.Prompt == "" {
		return
	}
	prompt := r.Prompt
	if text != "" {
		prompt = strings.Repeat(".", max(len(prompt)-1, 1)) + " "
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	_, _ = io.WriteString(r.Stdout, prompt) // the next result fails likewise
}

// tolerates reports whether the script goes on after an error.
func (r *Script) tolerates(err error) bool {
	if r.Prompt == "" || errors.Is(err, context.Canceled) {
		return false
	}
	r.Complain("error: " + Safe(err.Error()))
	return true
}

func (r *Script) atEnd(text string, line int) error {
	if strings.TrimSpace(text) != "" {
		return fmt.Errorf("line %d: the statement is not complete: a quote or bracket is not closed, or there is nothing behind a backslash", line)
	}
	return nil
}

// statement runs a statement and writes what comes of it.
func (r *Script) statement(ctx context.Context, s *Session, statement string) (quit bool, err error) {
	reply, err := s.Run(ctx, statement)
	if err != nil {
		return false, err
	}
	switch {
	case reply.Value != nil:
		err = r.write(SafeJSON(reply.Value, r.Indent))
	case reply.Text != "":
		err = r.write(reply.Text)
	}
	return reply.Quit, err
}

// readLines sends the lines of a text, each with its end, until done is closed.
func readLines(from io.Reader, lines chan<- string, done <-chan struct{}) error {
	defer close(lines)
	b := bufio.NewReader(from)
	for {
		line, err := b.ReadString('\n')
		if line != "" {
			select {
			case lines <- line:
			case <-done:
				return nil
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
