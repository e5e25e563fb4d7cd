package shell

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/qmp"
)

func TestStatementsAreExecuted(t *testing.T) {
	m := newMachine("disk0")
	s, _, _ := open(t, m, nil)
	for _, c := range []struct{ statement, value, text, err string }{
		{statement: "query-status", value: `{"running": true, "status": "running"}`},
		{statement: `{"execute": "query-status", "id": 7}`, value: `{"running": true, "status": "running"}`},
		{statement: `{ 'execute': 'query-status' }`, value: `{"running": true, "status": "running"}`},
		{statement: `.json {"execute": "query-status"}`, value: `{"running": true, "status": "running"}`},
		{statement: "blockdev-add driver=file filename=/a node-name='a b'", value: "{}"},
		{statement: `blockdev-add {"driver": "file", 'filename': '/a', "node-name": "c"}`, value: "{}"},
		{statement: "", text: ""},
		{statement: "query-stats", err: "the server has no command query-stats; did you mean 'query-status'?"},
		{statement: "exit", err: "the server has no command exit; the shell's own is .quit"},
		{statement: "blockdev-del nodename=a", err: "blockdev-del: nodename: unknown member; did you mean 'node-name'?\nblockdev-del: node-name: missing (str)"},
		{statement: `blockdev-del {"node-name": 1}`, err: "blockdev-del: node-name: "},
		{statement: `blockdev-del {"node-name" 1}`, err: "blockdev-del: the arguments: "},
		{statement: "blockdev-del -", err: "blockdev-del: - is no argument in the shell: give the JSON itself, or @FILE"},
		{statement: `{"execute": "query-status"} x`, err: "the request: there is more behind the JSON: x"},
		{statement: `{"execute": "query-status", "extra": 1}`, err: `the request has a member "extra"; there are execute, exec-oob, arguments and id`},
		{statement: `{"arguments": {}}`, err: `the request has no "execute" or "exec-oob"`},
		{statement: `{"execute": "a", "exec-oob": "a"}`, err: `the request needs the name of one command as "execute" or "exec-oob"`},
		{statement: `[1]`, err: `the request is not an object such as {"execute": "query-status"}`},
		{statement: `{"execute": "no-such"}`, err: "no-such: CommandNotFound: The command no-such has not been found"},
		{statement: ".hlep", err: "the shell has no command .hlep; did you mean 'help'?"},
		{statement: ".oob", err: ".oob takes a command and its arguments"},
		{statement: ".oob migrate-pause", err: "migrate-pause: there is no\x1b[31m migration"},
		{statement: ".oob query-status", err: "query-status: "},
		{statement: ".types", err: ".types takes the name of a command, an event or a type"},
		{statement: ".quit now", err: ".quit takes no arguments"},
	} {
		reply, err := s.Run(t.Context(), c.statement)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != c.err && (c.err == "" || !strings.HasSuffix(c.err, ": ") || !strings.HasPrefix(got, c.err)) {
			t.Errorf("%s: error %q, want %q", c.statement, got, c.err)
		}
		if string(reply.Value) != c.value || reply.Text != c.text {
			t.Errorf("%s: %s %q, want %s %q", c.statement, reply.Value, reply.Text, c.value, c.text)
		}
	}
	if !run(t, s, ".quit").Quit {
		t.Error(".quit does not quit")
	}
	if n := m.count("blockdev-add"); n != 2 {
		t.Errorf("blockdev-add was executed %d times", n)
	}
}

func TestEventsAreShownAsTheFilterSays(t *testing.T) {
	m := newMachine()
	s, notices, _ := open(t, m, nil)
	run(t, s, "stop")
	if n := notices.next(t, EventNotice); n.Event.Name != "STOP" {
		t.Errorf("got %v", n)
	}
	for _, c := range []struct{ statement, text string }{
		{".events", "all events are shown"},
		{".events SHUTDOWN RESUME SHUTDOWN", "events shown: RESUME, SHUTDOWN"},
		{".events off", "no events are shown"},
		{".events all", "all events are shown"},
		{".events BALLOON_CHANGE", "events shown: BALLOON_CHANGE"},
	} {
		if got := run(t, s, c.statement).Text; got != c.text {
			t.Errorf("%s: %s", c.statement, got)
		}
	}
	if _, err := s.Run(t.Context(), ".events STOPP"); err == nil || err.Error() != "the server has no event STOPP; did you mean 'STOP'?" {
		t.Errorf("an unknown event: %v", err)
	}
	run(t, s, "stop") // it is not shown, and would come first
	emitBalloon(t, m)
	if n := notices.next(t, EventNotice); n.Event.Name != "BALLOON_CHANGE" || string(n.Event.Data) != `{"actual": 5}` {
		t.Errorf("got %v", n)
	}
}

func TestACallThatIsCancelledIsNotWaitedFor(t *testing.T) {
	m := newMachine()
	s, _, _ := open(t, m, nil)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		_, err := s.Run(ctx, "cont")
		ended <- err
	}()
	<-m.began
	if diff := cmp.Diff([]string{"cont"}, s.InFlight()); diff != "" {
		t.Error(diff)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) || errors.Is(err, ErrLost) {
		t.Errorf("it ended with %v", err)
	}
	if len(s.InFlight()) > 0 {
		t.Errorf("in flight: %v", s.InFlight())
	}
	close(m.finish)
	run(t, s, "query-status")
}

func TestAConnectionThatIsLostComesBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "qmp")
	m := newMachine("old")
	stop := serve(t, m, path)
	s, notices := openAt(t, path, func(c *Config) { c.Redial = true })
	completeFresh(t, s, "blockdev-del node-name=")
	ended := make(chan error, 1)
	go func() {
		_, err := s.Run(t.Context(), "cont")
		ended <- err
	}()
	<-m.began
	stop()
	if err := <-ended; !errors.Is(err, ErrLost) || !errors.Is(err, qmp.ErrHangUp) {
		t.Errorf("the call ended with %v", err)
	}
	lost := notices.next(t, LostNotice)
	if !strings.HasPrefix(lost.Text, "the server closed the connection") || !strings.HasSuffix(lost.Text, "; waiting for the server to come back") {
		t.Errorf("the notice is %q", lost.Text)
	}
	if _, err := s.Run(t.Context(), "query-status"); !errors.Is(err, ErrLost) {
		t.Errorf("without a connection: %v", err)
	}
	m2 := newMachine("new")
	serve(t, m2, path)
	if back := notices.next(t, BackNotice); !strings.HasPrefix(back.Text, "connected again, to version ") {
		t.Errorf("the notice is %q", back.Text)
	}
	run(t, s, "stop")
	if n := notices.next(t, EventNotice); n.Event.Name != "STOP" {
		t.Errorf("got %v", n)
	}
	if got := labels(completeFresh(t, s, "blockdev-del node-name=")); !cmp.Equal(got, []string{"new"}) {
		t.Errorf("names: %v", got)
	}
}

func TestASessionThatDoesNotRedialEndsWithTheConnection(t *testing.T) {
	path := filepath.Join(t.TempDir(), "qmp")
	stop := serve(t, newMachine(), path)
	s, notices := openAt(t, path, nil)
	stop()
	<-s.Done()
	if !errors.Is(s.Err(), ErrLost) || !errors.Is(s.Err(), qmp.ErrHangUp) {
		t.Errorf("it ended with %v", s.Err())
	}
	notices.next(t, LostNotice)
}

func TestClosingEndsASessionThatWaits(t *testing.T) {
	path := filepath.Join(t.TempDir(), "qmp")
	stop := serve(t, newMachine(), path)
	s, notices := openAt(t, path, func(c *Config) { c.Redial = true })
	stop()
	notices.next(t, LostNotice)
	s.Close()
	<-s.Done()
	if !errors.Is(s.Err(), qmp.ErrClosed) {
		t.Errorf("it ended with %v", s.Err())
	}
}

func TestWithoutAServerThereIsNoSession(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none")
	_, err := Open(t.Context(), Config{Connect: func(ctx context.Context, opts ...qmp.ConnOption) (*qmp.Conn, error) {
		return qmp.Dial(ctx, "unix:"+path, opts...)
	}})
	if err == nil || !isAbsent(err) {
		t.Errorf("got %v", err)
	}
}
