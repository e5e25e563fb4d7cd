package talk

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/generated/vmm"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/qmptest"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// A machine emits an event for each command.
type machine struct {
	vmm.UnimplementedCommands
	srv *server.Server
}

func (m *machine) Stop(context.Context) error {
	return errors.Join(m.srv.Emit(vmm.BalloonChangeEvent{Actual: 1}), m.srv.Emit(vmm.StopEvent{}))
}

func (m *machine) Cont(context.Context) error {
	return m.srv.Emit(vmm.ResumeEvent{})
}

func connect(t *testing.T) *qmp.Conn {
	m := &machine{}
	m.srv = server.New(vmm.DispatchTable(m))
	return qmptest.Connect(t, m.srv)
}

func filter(t *testing.T, text string) []Filter {
	t.Helper()
	f, err := ParseFilter(text)
	if err != nil {
		t.Fatal(err)
	}
	return []Filter{f}
}

// A run prints what commands return, then the event it waits for, though that came
// before the reply.
func TestRunAwaitsAnEvent(t *testing.T) {
	var out bytes.Buffer
	run := Run{Requests: []Request{{Name: "cont"}, {Name: "stop"}}, Await: filter(t, "STOP")}
	if err := run.Do(t.Context(), connect(t), Printer{Writer: &out}); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); !strings.HasPrefix(got, "{}\n{}\n{") || !strings.HasSuffix(got, `"event":"STOP"}`+"\n") {
		t.Error(got)
	}
}

// A run that waits for an event sends nothing before.
func TestRunStartsAfterAnEvent(t *testing.T) {
	conn := connect(t)
	done := make(chan error, 1)
	var out bytes.Buffer
	run := Run{Requests: []Request{{Name: "stop"}}, After: filter(t, "RESUME"), Await: filter(t, "BALLOON_CHANGE[actual=1]")}
	first := conn.Subscribe(qmp.EventNames("RESUME", "STOP"))
	defer first.Close()
	go func() { done <- run.Do(t.Context(), conn, Printer{Writer: &out}) }()
	for { // the run may not have subscribed yet
		if err := conn.Execute(t.Context(), "cont", nil, nil); err != nil {
			t.Fatal(err)
		}
		select {
		case err := <-done:
			if err != nil || !strings.HasPrefix(out.String(), "{}\n{") || !strings.Contains(out.String(), "BALLOON_CHANGE") {
				t.Errorf("%v, %s", err, &out)
			}
			if ev, err := first.Next(t.Context()); err != nil || ev.Name != "RESUME" {
				t.Errorf("the first event is %v (%v), and the command was sent before", ev, err)
			}
			return
		default:
		}
	}
}

func TestRefusalEndsARun(t *testing.T) {
	var out bytes.Buffer
	run := Run{Requests: []Request{{Name: "stop"}, {Name: "nothing"}, {Name: "cont"}}}
	err := run.Do(t.Context(), connect(t), Printer{Writer: &out})
	var refusal *RefusalError
	if !errors.As(err, &refusal) || refusal.Reply.Class != qmp.CommandNotFound || refusal.Command != "nothing" || out.String() != "{}\n" {
		t.Errorf("%v, %s", err, &out)
	}
}

func TestFollowPrintsTheEventsAskedFor(t *testing.T) {
	for _, tt := range []struct {
		events Events
		want   []string
	}{
		{Events{Count: 3}, []string{"BALLOON_CHANGE", "STOP", "RESUME"}},
		{Events{Names: []string{"RESUME"}, Count: 1}, []string{"RESUME"}},
		{Events{Until: filter(t, "STOP")}, []string{"BALLOON_CHANGE", "STOP"}},
		{Events{Names: []string{"RESUME"}, Until: filter(t, "BALLOON_CHANGE")}, []string{"BALLOON_CHANGE"}},
		{Events{Names: []string{"STOP"}, Until: filter(t, "RESUME")}, []string{"STOP", "RESUME"}},
	} {
		conn := connect(t)
		subscription := tt.events.Subscribe(conn)
		for _, command := range []string{"stop", "cont"} {
			if err := conn.Execute(t.Context(), command, nil, nil); err != nil {
				t.Fatal(err)
			}
		}
		var out bytes.Buffer
		if err := tt.events.Follow(t.Context(), subscription, Printer{Writer: &out}, nil); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(out.String()), "\n")
		for i, name := range tt.want {
			if len(lines) != len(tt.want) || !strings.Contains(lines[i], `"event":"`+name+`"`) {
				t.Errorf("%+v: %s, want %v", tt.events, &out, tt.want)
				break
			}
		}
		subscription.Close()
	}
}

// A reader that is too slow gets the number of events that were dropped.
func TestLostEventsAreCounted(t *testing.T) {
	conn := connect(t)
	events := Events{Count: 1}
	subscription := conn.Subscribe(qmp.EventBuffer(1))
	defer subscription.Close()
	if err := conn.Execute(t.Context(), "stop", nil, nil); err != nil {
		t.Fatal(err)
	}
	var lost uint64
	if err := events.Follow(t.Context(), subscription, Printer{Writer: &bytes.Buffer{}}, func(n uint64) { lost += n }); err != nil || lost != 1 {
		t.Errorf("%d lost, %v", lost, err)
	}
}
