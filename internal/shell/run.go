package shell

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/internal/readfile"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/request"
)

// A Reply is what comes of a statement.
type Reply struct {
	Value json.RawMessage // what the server returned, nil if it was not asked
	Text  string          // what the shell says, safe to print
	Quit  bool            // the shell is to end
}

// Run executes a statement, and waits for the answer, if there is to be one. When ctx
// ends, Run does not wait any longer; the server may still carry the command out. An
// error that has ErrLost in its chain is that of the connection.
func (s *Session) Run(ctx context.Context, statement string) (Reply, error) {
	words := Words(statement)
	switch {
	case len(words) == 0:
		return Reply{}, nil
	case words[0].JSON:
		return s.runJSON(ctx, nil, statement)
	case strings.HasPrefix(words[0].Text, "."):
		return s.runDot(ctx, words, statement)
	default:
		return s.runCommand(ctx, words, false)
	}
}

// runCommand executes COMMAND [KEY=VALUE...], or COMMAND {JSON}.
func (s *Session) runCommand(ctx context.Context, words []Word, oob bool) (Reply, error) {
	name := words[0].Text
	if err := s.checkCommand(name); err != nil {
		return Reply{}, err
	}
	args, err := s.arguments(name, words[1:])
	if err != nil {
		return Reply{}, err
	}
	return s.execute(ctx, wireRequest{name: name, args: args, oob: oob})
}

// arguments converts the words after a command.
func (s *Session) arguments(command string, words []Word) (json.RawMessage, error) {
	list, read := texts(words), readArguments
	if len(words) == 1 && words[0].JSON {
		args, err := strictJSON(words[0].Text)
		if err != nil {
			return nil, fmt.Errorf("%s: the arguments: %w", command, err)
		}
		// The same as a file with the object.
		list, read = []string{"@JSON"}, func(string) ([]byte, error) { return args, nil }
	}
	if requests := s.known().requests; requests != nil {
		return requests.Arguments(command, list, read)
	}
	return request.Raw(command, list, read)
}

// readArguments reads a file for @FILE. There is no standard input to read, since the
// statements come from there.
func readArguments(path string) ([]byte, error) {
	if path == "-" {
		return nil, errors.New("- is no argument in the shell: give the JSON itself, or @FILE")
	}
	const plenty = 64 << 20
	return readfile.File(path, plenty)
}

func texts(words []Word) []string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = w.Text
	}
	return list
}

// checkCommand refuses a command that the server does not have, before it is sent.
func (s *Session) checkCommand(name string) error {
	known := s.known().commands
	if len(known) == 0 || slices.Contains(known, name) {
		return nil
	}
	if name == "exit" || name == "help" {
		return fmt.Errorf("the server has no command %s; the shell's own is .%s", name, map[string]string{"exit": "quit", "help": "help"}[name])
	}
	return fmt.Errorf("the server has no command %s%s", name, diag.Suggest(name, known))
}

// A wireRequest is a command with its arguments.
type wireRequest struct {
	name string
	args json.RawMessage // nil: none
	oob  bool
}

// parseRequest reads a request as it goes over the wire. The id is left out, because
// the connection numbers its requests.
func parseRequest(text string) (wireRequest, error) {
	strict, err := strictJSON(text)
	if err != nil {
		return wireRequest{}, fmt.Errorf("the request: %w", err)
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(strict, &members); err != nil {
		return wireRequest{}, errors.New(`the request is not an object such as {"execute": "query-status"}`)
	}
	var r wireRequest
	for key, value := range members {
		switch key {
		case "execute", "exec-oob":
			if r.name != "" || json.Unmarshal(value, &r.name) != nil || r.name == "" {
				return wireRequest{}, errors.New(`the request needs the name of one command as "execute" or "exec-oob"`)
			}
			r.oob = key == "exec-oob"
		case "arguments":
			r.args = value
		case "id":
		default:
			return wireRequest{}, fmt.Errorf("the request has a member %q; there are execute, exec-oob, arguments and id", key)
		}
	}
	if r.name == "" {
		return wireRequest{}, errors.New(`the request has no "execute" or "exec-oob"`)
	}
	return r, nil
}

// runJSON is .json REQUEST, and a request alone. It is sent unchecked.
func (s *Session) runJSON(ctx context.Context, _ []string, text string) (Reply, error) {
	r, err := parseRequest(text)
	if err != nil {
		return Reply{}, err
	}
	return s.execute(ctx, r)
}

// execute sends a request and waits for the answer.
func (s *Session) execute(ctx context.Context, r wireRequest) (Reply, error) {
	conn := s.current()
	if conn == nil {
		return Reply{}, fmt.Errorf("%s: %w", r.name, ErrLost)
	}
	call := s.began(r.name, r.oob)
	defer s.over(call)
	defer s.names.invalidate()
	var args any
	if r.args != nil {
		args = r.args
	}
	var value json.RawMessage
	var err error
	switch {
	case r.oob:
		err = conn.ExecuteOOB(ctx, r.name, args, &value)
	case s.answersOnlyErrors(r.name):
		if err = conn.ExecuteNoReply(ctx, r.name, args); err == nil {
			return Reply{Text: r.name + " has no answer unless it fails"}, nil
		}
	default:
		err = conn.Execute(ctx, r.name, args, &value)
	}
	return Reply{Value: value}, explain(conn, r.name, err)
}

// explain makes the error of a command one for users.
func explain(conn *qmp.Conn, name string, err error) error {
	refused := (*qmp.Error)(nil)
	switch {
	case err == nil, errors.As(err, &refused), errors.Is(err, qmp.ErrRequestDropped):
		return err
	case errors.Is(err, context.Canceled):
		return &abandonedError{name, err}
	case conn.Err() != nil:
		return fmt.Errorf("%s: %w", name, &lostError{conn.Err()})
	}
	return err
}

// An abandonedError says that the user does not wait for an answer any more.
type abandonedError struct {
	name string
	err  error
}

func (e *abandonedError) Error() string {
	return e.name + ": its answer is no longer waited for; the server may still carry it out"
}

func (e *abandonedError) Unwrap() error { return e.err }

// A lostError is ErrLost with what has happened.
type lostError struct{ err error }

func (e *lostError) Error() string {
	if errors.Is(e.err, qmp.ErrHangUp) {
		return qmp.ErrHangUp.Error()
	}
	return "the connection is lost: " + e.err.Error()
}

func (e *lostError) Unwrap() []error { return []error{ErrLost, e.err} }

// answersOnlyErrors reports whether the schema says that a command has no answer on
// success.
func (s *Session) answersOnlyErrors(name string) bool {
	if s.cfg.Schema == nil {
		return false
	}
	c, ok := s.cfg.Schema.Lookup(name).(*model.Command)
	return ok && !c.SuccessResponse
}
