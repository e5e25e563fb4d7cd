package talk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/request"
)

// A Call is a command with its arguments as words.
type Call struct {
	Command string
	Words   []string
}

// Then is the word between the commands of one call.
const Then = "then"

// SplitCalls parts words into calls at each Then.
func SplitCalls(words []string) ([]Call, error) {
	var calls []Call
	for {
		end := slices.Index(words, Then)
		part := words
		if end >= 0 {
			part = words[:end]
		}
		if len(part) == 0 {
			return nil, errors.New("a command is missing beside '" + Then + "'")
		}
		calls = append(calls, Call{part[0], part[1:]})
		if end < 0 {
			return calls, nil
		}
		words = words[end+1:]
	}
}

// A Request is a command that is ready to be sent.
type Request struct {
	Name string
	Args json.RawMessage // nil for none
	Mode qmp.CallMode
	// Files are sent with it.
	Files []*os.File
}

// A MistakeError is a mistake in the words of a call. Nothing was sent.
type MistakeError struct{ Err error }

func (e *MistakeError) Error() string { return e.Err.Error() }

// Unwrap returns the mistake.
func (e *MistakeError) Unwrap() error { return e.Err }

// Prepare converts calls to requests. Without commands the words are raw. An error
// is a *MistakeError.
func Prepare(calls []Call, commands *request.Commands, mode qmp.CallMode, read request.ReadFile) ([]Request, error) {
	list := make([]Request, len(calls))
	for i, c := range calls {
		var err error
		list[i] = Request{Name: c.Command, Mode: mode}
		if commands == nil {
			list[i].Args, err = request.Raw(c.Command, c.Words, read)
		} else if list[i].Args, err = commands.Arguments(c.Command, c.Words, read); err == nil {
			err = list[i].checkMode(commands)
		}
		if err != nil {
			return nil, &MistakeError{err}
		}
		if mode == qmp.InBand && silent(c.Command, commands) {
			list[i].Mode = qmp.NoReply
		}
	}
	return list, nil
}

// checkMode refuses to send a command out-of-band that cannot be.
func (r Request) checkMode(commands *request.Commands) error {
	if r.Mode == qmp.OutOfBand && !commands.Index().Command(r.Name).AllowOOB {
		return fmt.Errorf("the server does not execute %s out-of-band", r.Name)
	}
	return nil
}

// silentCommands are the commands of QEMU's guest agent that it answers only if
// they fail ("success-response": false). Introspection does not tell.
var silentCommands = []string{"guest-shutdown", "guest-suspend-disk", "guest-suspend-hybrid", "guest-suspend-ram"}

func silent(command string, commands *request.Commands) bool {
	if commands != nil && commands.Schema() != nil {
		cmd, ok := commands.Schema().Lookup(command).(*model.Command)
		return ok && !cmd.SuccessResponse
	}
	return slices.Contains(silentCommands, command)
}

// MarshalJSON returns the request as it is sent, without an id.
func (r Request) MarshalJSON() ([]byte, error) {
	out := `{"execute": `
	if r.Mode == qmp.OutOfBand {
		out = `{"exec-oob": `
	}
	name, err := json.Marshal(r.Name)
	if err != nil {
		return nil, err
	}
	out += string(name)
	if r.Args != nil {
		out += `, "arguments": ` + string(r.Args)
	}
	return []byte(out + "}"), nil
}

// Execute executes a request and returns what the command returns, nil for a
// command without a reply.
func (r Request) Execute(ctx context.Context, conn *qmp.Conn) (json.RawMessage, error) {
	if len(r.Files) > 0 {
		ctx = qmp.ContextWithFiles(ctx, r.Files...)
	}
	var args any
	if r.Args != nil {
		args = r.Args
	}
	var result json.RawMessage
	var err error
	switch r.Mode {
	case qmp.OutOfBand:
		err = conn.ExecuteOOB(ctx, r.Name, args, &result)
	case qmp.NoReply:
		err = conn.ExecuteNoReply(ctx, r.Name, args)
	default:
		err = conn.Execute(ctx, r.Name, args, &result)
	}
	return result, err
}

// A RefusalError is the error that a server answers to a command.
type RefusalError struct {
	Command string
	Reply   *qmp.Error
}

// Error names the command, the class and the description.
func (e *RefusalError) Error() string {
	return fmt.Sprintf("%s: %s: %s", e.Command, e.Reply.Class, e.Reply.Desc)
}

// Unwrap returns the server's error.
func (e *RefusalError) Unwrap() error { return e.Reply }

// A Run executes requests on a connection.
type Run struct {
	Requests []Request
	// After delays the first request until an event that one of the filters
	// selects. The connection is ready by then.
	After []Filter
	// Await makes the run end with an event that one of the filters selects, which
	// is printed. Events count from the time when the first request is sent.
	Await []Filter
}

// Do executes the requests one after another, up to the first that fails, and
// prints what they return.
func (r *Run) Do(ctx context.Context, conn *qmp.Conn, out Printer) error {
	var events *qmp.Subscription
	if names := filterNames(slices.Concat(r.After, r.Await)); len(names) > 0 {
		events = conn.Subscribe(qmp.EventNames(names...), qmp.EventBuffer(eventBuffer))
		defer events.Close()
	}
	if len(r.After) > 0 {
		if _, err := next(ctx, events, r.After); err != nil {
			return err
		}
	}
	for _, request := range r.Requests {
		result, err := request.Execute(ctx, conn)
		if refused := (*qmp.Error)(nil); errors.As(err, &refused) {
			return &RefusalError{request.Name, refused}
		}
		if err != nil {
			return err
		}
		if result == nil {
			continue
		}
		if err := out.Value(result); err != nil {
			return err
		}
	}
	if len(r.Await) == 0 {
		return nil
	}
	ev, err := next(ctx, events, r.Await)
	if err != nil {
		return err
	}
	return out.Event(ev)
}

// next waits for an event that one of the filters selects.
func next(ctx context.Context, events *qmp.Subscription, filters []Filter) (qmp.Event, error) {
	for {
		ev, err := events.Next(ctx)
		if err != nil || matching(filters, ev) {
			return ev, err
		}
	}
}

// eventBuffer is how many events may wait while the printer is slow.
const eventBuffer = 4096

func filterNames(filters []Filter) []string {
	names := make([]string, len(filters))
	for i, f := range filters {
		names[i] = f.Name
	}
	return names
}
