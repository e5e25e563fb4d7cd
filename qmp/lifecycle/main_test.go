package lifecycle

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/qmptest"
)

func TestMain(m *testing.M) {
	unseenJobWait = 100 * time.Millisecond // the events have arrived before
	pausedRetries = 1
	goleak.VerifyTestMain(m)
}

// play returns a connection to a QEMU that follows a script, of lines as these:
//
//	-> device_del {"id": "disk0"}   the client executes a command
//	=> migrate-pause                out-of-band
//	<- {}                           QEMU returns something
//	<! DeviceNotFound no disk0      or an error
//	<* DEVICE_DELETED {"path": ""}  QEMU sends an event
//
// Other requests fail the test.
func play(t *testing.T, script string, opts ...qmp.ConnOption) *qmp.Conn {
	t.Helper()
	r := recording{t: t}
	r.add("client", `{"QMP": {"version": {"qemu": {"major": 9, "minor": 0, "micro": 0}, "package": ""}, "capabilities": ["oob"]}}`)
	r.addLine(`-> qmp_capabilities {"enable": ["oob"]}`)
	r.addLine(`<- {}`)
	for line := range strings.Lines(script) {
		if line = strings.TrimSpace(line); line != "" {
			r.addLine(line)
		}
	}
	return qmptest.Play(t, strings.NewReader("{\"qmp-recording\": 1}\n"+r.text.String()), "", opts...)
}

// A recording is what qmptest.Play reads.
type recording struct {
	t    *testing.T
	text strings.Builder
	id   int // of the last request
}

func (r *recording) add(to, message string) {
	line, err := json.Marshal(map[string]any{"to": to, "message": json.RawMessage(message)})
	if err != nil {
		r.t.Fatalf("%s: %v", message, err)
	}
	r.text.Write(append(line, '\n'))
}

func (r *recording) addLine(line string) {
	sign, rest, _ := strings.Cut(line, " ")
	name, more, hasMore := strings.Cut(rest, " ")
	member := ""
	switch sign {
	case "->", "=>":
		key := map[string]string{"->": "execute", "=>": "exec-oob"}[sign]
		if r.id++; hasMore {
			member = `, "arguments": ` + more
		}
		r.add("server", fmt.Sprintf(`{"%s": "%s"%s, "id": %d}`, key, name, member, r.id))
	case "<-":
		r.add("client", fmt.Sprintf(`{"return": %s, "id": %d}`, rest, r.id))
	case "<!":
		r.add("client", fmt.Sprintf(`{"error": {"class": "%s", "desc": "%s"}, "id": %d}`, name, more, r.id))
	case "<*":
		if hasMore {
			member = `, "data": ` + more
		}
		r.add("client", fmt.Sprintf(`{"event": "%s"%s, "timestamp": {"seconds": 1, "microseconds": 0}}`, name, member))
	default:
		r.t.Fatalf("a line of the script is %q", line)
	}
}

// cancelAt returns a context that ends when a message with the text has arrived, and
// the option of the connection that ends it.
func cancelAt(t *testing.T, text string) (context.Context, qmp.ConnOption) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	return ctx, qmp.WithTrace("", func(m qmp.WireMessage) {
		if m.Direction == qmp.Received && strings.Contains(string(m.Data), text) {
			cancel()
		}
	})
}

// A faulty Caller loses events before BLOCK_IO_ERROR, and its connection ends at
// the event HANG_UP.
type faulty struct{ qmp.Caller }

func (f faulty) Events(ctx context.Context, decoders map[string]qmp.EventDecoder) iter.Seq2[qmp.Event, error] {
	events := f.Caller.Events(ctx, decoders)
	return func(yield func(qmp.Event, error) bool) {
		for ev, err := range events {
			switch ev.Name {
			case "BLOCK_IO_ERROR":
				ev.Dropped = 3
			case "HANG_UP":
				ev, err = qmp.Event{}, fmt.Errorf("no more events: %w", qmp.ErrHangUp)
			}
			if !yield(ev, err) || err != nil {
				return
			}
		}
	}
}

// execute returns a function that executes a command, as a generated client's method
// does.
func execute(c qmp.Caller, name string, args any) func(context.Context) error {
	return func(ctx context.Context) error { return c.Execute(ctx, name, args, nil) }
}

// errRefused stands for any *qmp.Error.
var errRefused = errors.New("an error reply")

// checkError compares errors: those of this package by their fields, others by what is
// in their chains.
func checkError(t *testing.T, got, want error) {
	t.Helper()
	switch want := want.(type) { //nolint:errorlint // it is not wrapped
	case *JobError:
		checkFields(t, got, want)
		if errors.Is(got, ErrCancelled) != want.Cancelled {
			t.Errorf("%v: ErrCancelled is in the chain: %v", got, !want.Cancelled)
		}
	case *MigrationError:
		checkFields(t, got, want)
	default:
		if errors.Is(want, errRefused) && refused(got) {
			return
		}
		if !errors.Is(got, want) {
			t.Errorf("err = %v, want %v", got, want)
		}
	}
}

func checkFields[E error](t *testing.T, got error, want E) {
	t.Helper()
	var found E
	if !errors.As(got, &found) {
		t.Fatalf("err = %v, want a %T", got, want)
	}
	if d := cmp.Diff(want, found); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}
