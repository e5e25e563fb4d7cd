package lifecycle

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/qmp"
)

// A fakeAgent is a guest agent whose guest runs one program. The program writes a
// piece of its output each time that its status is asked for, and then exits.
type fakeAgent struct {
	qmp.Caller
	disabled  string // a command
	noShell   bool
	late      int // how often a file cannot be opened yet
	pieces    []string
	exit      string // the last answer to guest-exec-status
	broken    string // a command that fails because the connection ends
	commands  []string
	started   []execArgs
	files     map[int64]*bytes.Buffer
	opened    []string
	closed    []int64
	afterRead func()
}

const programPID, removePID = 7, 8

var errAgent = &qmp.Error{Class: qmp.GenericError, Desc: "no"}

func (a *fakeAgent) Execute(ctx context.Context, name string, args, ret any) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	a.commands = append(a.commands, name)
	if name == a.broken {
		return qmp.ErrHangUp
	}
	var answer string
	var err error
	switch name {
	case "guest-info":
		answer = a.info()
	case "guest-exec":
		answer, err = a.exec(args.(execArgs))
	case "guest-exec-status":
		answer = a.status(args.(pidArgs).PID)
	case "guest-file-open":
		answer, err = a.open(args.(map[string]string)["path"])
	case "guest-file-read":
		data, _ := json.Marshal(a.files[args.(fileArgs).Handle].Next(5))
		answer = `{"buf-b64": ` + string(data) + `}`
		if a.afterRead != nil {
			a.afterRead()
		}
	case "guest-file-close":
		a.closed = append(a.closed, args.(fileArgs).Handle)
	}
	if err != nil || ret == nil {
		return err
	}
	*ret.(*json.RawMessage) = json.RawMessage(answer)
	return nil
}

func (a *fakeAgent) info() string {
	var commands []string
	for _, name := range []string{"guest-file-open", "guest-file-read", "guest-file-close"} {
		enabled := `true`
		if name == a.disabled {
			enabled = `false`
		}
		commands = append(commands, `{"name": "`+name+`", "enabled": `+enabled+`}`)
	}
	return `{"supported_commands": [` + strings.Join(commands, ", ") + `]}`
}

func (a *fakeAgent) exec(args execArgs) (string, error) {
	if args.Path == shell && a.noShell {
		return "", errAgent
	}
	a.started = append(a.started, args)
	if slices.Contains(args.Arg, removeScript) {
		return `{"pid": 8}`, nil
	}
	return `{"pid": 7}`, nil
}

func (a *fakeAgent) status(pid int64) string {
	if pid == removePID {
		return `{"exited": true, "exitcode": 0}`
	}
	if a.files[1] != nil && len(a.pieces) > 0 {
		a.files[1].WriteString(a.pieces[0])
		a.pieces = a.pieces[1:]
	}
	if len(a.pieces) > 0 {
		return `{"exited": false}`
	}
	return a.exit
}

func (a *fakeAgent) open(path string) (string, error) {
	if a.late > 0 {
		a.late--
		return "", errAgent
	}
	a.opened = append(a.opened, path)
	handle := int64(len(a.opened))
	if a.files == nil {
		a.files = map[int64]*bytes.Buffer{}
	}
	a.files[handle] = new(bytes.Buffer)
	answer, _ := json.Marshal(handle)
	return string(answer), nil
}

func TestExecStreamsOutput(t *testing.T) {
	agent := &fakeAgent{pieces: []string{"", "one ", "two, longer ", "three"}, exit: `{"exited": true, "exitcode": 3}`, late: 1}
	var out pieces
	var pid int64
	err := Exec(t.Context(), agent, GuestCommand{
		Path: "make", Args: []string{"all"}, Env: []string{"A=B"}, Stdin: []byte("hello"), Stdout: &out, Stderr: io.Discard,
		Interval: time.Millisecond, Started: func(p int64) { pid = p },
	})
	var exit *ExitError
	if !errors.As(err, &exit) || exit.Code != 3 || err.Error() != "make in the guest: exit status 3" {
		t.Errorf("err = %v, want exit status 3", err)
	}
	if got := strings.Join(out, ""); got != "one two, longer three" || len(out) < 3 {
		t.Errorf("the output is %q", out)
	}
	if pid != programPID {
		t.Errorf("the process id is %d", pid)
	}
	if d := cmp.Diff([]int64{1, 2}, agent.closed); d != "" {
		t.Errorf("the files that were closed: -want +got:\n%s", d)
	}
	program, remove := agent.started[0], agent.started[1]
	if program.InputData != "aGVsbG8=" || !slices.Equal(program.Env, []string{"A=B"}) || !slices.Equal(program.Arg[5:], []string{"make", "all"}) {
		t.Errorf("guest-exec got %+v", program)
	}
	if !slices.Equal(remove.Arg[3:], agent.opened) || remove.InputData != "" {
		t.Errorf("the files %q were opened, and guest-exec got %+v", agent.opened, remove)
	}
}

// pieces is a writer that keeps what each call writes.
type pieces []string

func (p *pieces) Write(data []byte) (int, error) {
	*p = append(*p, string(data))
	return len(data), nil
}

func TestExecWithoutAShellOrFilesCapturesOutput(t *testing.T) {
	for name, agent := range map[string]*fakeAgent{
		"no shell": {noShell: true}, "no files": {disabled: "guest-file-read"},
	} {
		t.Run(name, func(t *testing.T) {
			agent.exit = `{"exited": true, "signal": 9, "out-data": "b25l", "err-data": "dHdv"}`
			var out, errs bytes.Buffer
			err := Exec(t.Context(), agent, GuestCommand{Path: "make", Stdout: &out, Stderr: &errs})
			var exit *ExitError
			if !errors.As(err, &exit) || exit.Signal != 9 || exit.Code != -1 {
				t.Errorf("err = %v, want signal 9", err)
			}
			if out.String() != "one" || errs.String() != "two" {
				t.Errorf("the output is %q and %q", &out, &errs)
			}
			if started := agent.started[0]; started.Path != "make" || !started.CaptureOutput {
				t.Errorf("guest-exec got %+v", started)
			}
		})
	}
}

func TestExecReportsOutputThatTheAgentDropped(t *testing.T) {
	agent := &fakeAgent{noShell: true, exit: `{"exited": true, "out-truncated": true}`}
	err := Exec(t.Context(), agent, GuestCommand{Path: "make", Stdout: io.Discard})
	if !errors.Is(err, errTruncated) {
		t.Errorf("err = %v, want errTruncated", err)
	}
}

func TestExecWithoutOutputNeedsNoFiles(t *testing.T) {
	agent := &fakeAgent{exit: `{"exited": true}`}
	if err := Exec(t.Context(), agent, GuestCommand{Path: "make"}); err != nil {
		t.Error(err)
	}
	if d := cmp.Diff([]string{"guest-exec", "guest-exec-status"}, agent.commands); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

func TestExecFails(t *testing.T) {
	tests := []struct {
		name  string
		agent fakeAgent
		want  error
	}{
		{"when the files cannot be created", fakeAgent{late: 100, exit: `{"exited": true, "exitcode": 126}`}, errNoOutput},
		{"when the program cannot be started", fakeAgent{noShell: true, broken: "guest-exec"}, qmp.ErrHangUp},
		{"when the agent ends", fakeAgent{broken: "guest-file-read", pieces: []string{"a", "b"}}, qmp.ErrHangUp},
		{"when the agent has no information", fakeAgent{broken: "guest-info"}, qmp.ErrHangUp},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := Exec(t.Context(), &tt.agent, GuestCommand{Path: "make", Stdout: io.Discard, Interval: 1})
			if !errors.Is(err, tt.want) {
				t.Errorf("err = %v, want %v", err, tt.want)
			}
		})
	}
}

func TestExecClosesItsFilesAfterItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	agent := &fakeAgent{pieces: []string{"a", "b", "c"}, afterRead: cancel}
	err := Exec(ctx, agent, GuestCommand{Path: "make", Stdout: io.Discard, Interval: time.Hour})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want context.Canceled", err)
	}
	if d := cmp.Diff([]int64{1}, agent.closed); d != "" {
		t.Errorf("the files that were closed: -want +got:\n%s", d)
	}
	if len(agent.started) != 2 {
		t.Errorf("the file was not removed: guest-exec got %+v", agent.started)
	}
}

func TestExecEndsWithItsWriter(t *testing.T) {
	agent := &fakeAgent{pieces: []string{"", "a", "b"}}
	r, w := io.Pipe()
	_ = r.Close()
	err := Exec(t.Context(), agent, GuestCommand{Path: "make", Stdout: w, Interval: 1})
	if !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("err = %v, want ErrClosedPipe", err)
	}
}
