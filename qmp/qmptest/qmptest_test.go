package qmptest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/qapi-go/qapi-gen/generated/vmm"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/qmptest"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A machine has a name, and a socket that it was sent.
type machine struct {
	vmm.UnimplementedCommands
	background func() // runs in the background at query-name
}

func (m machine) QueryName(context.Context) (vmm.NameInfo, error) {
	if m.background != nil {
		go m.background()
	}
	name := "guest"
	return vmm.NameInfo{Name: &name}, nil
}

func (machine) GetFD(ctx context.Context, _ vmm.GetFDArgs) error {
	files := server.ReceivedFiles(ctx)
	if len(files) != 1 {
		return fmt.Errorf("%d files came", len(files))
	}
	return files[0].Close()
}

func newServer(opts ...server.Option) *server.Server {
	return server.New(vmm.DispatchTable(machine{}), opts...)
}

func TestConnectJoinsClientAndServer(t *testing.T) {
	client := vmm.NewClient(qmptest.Connect(t, newServer()))
	name, err := client.QueryName(t.Context())
	if err != nil || name.Name == nil || *name.Name != "guest" {
		t.Errorf("%+v, %v", name, err)
	}
}

// A recorder of failures in place of a test.
type fakeTest struct {
	testing.TB
	failures []string
	cleanups []func()
}

func (*fakeTest) Helper()            {}
func (f *fakeTest) Cleanup(c func()) { f.cleanups = append(f.cleanups, c) }
func (f *fakeTest) Errorf(format string, args ...any) {
	f.failures = append(f.failures, fmt.Sprintf(format, args...))
}

func (f *fakeTest) Fatalf(format string, args ...any) {
	f.Errorf(format, args...)
	panic(f)
}

// run runs a test and its cleanups.
func (f *fakeTest) run(test func(t testing.TB)) {
	defer func() {
		if r := recover(); r != nil && r != f {
			panic(r)
		}
		for _, c := range f.cleanups {
			c()
		}
	}()
	test(f)
}

func TestGoroutineOfACommandIsALeak(t *testing.T) {
	if testing.Short() {
		t.Skip("it waits for the goroutine to end")
	}
	release := make(chan struct{})
	defer close(release)
	fake := &fakeTest{TB: t}
	fake.run(func(test testing.TB) {
		srv := server.New(vmm.DispatchTable(machine{background: func() { <-release }}))
		if _, err := vmm.NewClient(qmptest.Connect(test, srv)).QueryName(t.Context()); err != nil {
			t.Error(err)
		}
	})
	if len(fake.failures) != 1 || !strings.Contains(fake.failures[0], "TestGoroutineOfACommandIsALeak") {
		t.Errorf("failures: %q", fake.failures)
	}
}

// recording is a conversation in which query-name succeeds and stop is refused.
func recording(t *testing.T, side string) string {
	t.Helper()
	var out bytes.Buffer
	recorder := qmptest.NewRecorder(&out)
	t.Run("record", func(t *testing.T) {
		var conn *qmp.Conn
		if side == "client" {
			conn = qmptest.Connect(t, newServer(), recorder.Client("c"))
		} else {
			conn = qmptest.Connect(t, newServer(recorder.Server()))
		}
		converse(t, vmm.NewClient(conn))
	})
	if err := recorder.Err(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func converse(t *testing.T, client *vmm.Client) {
	t.Helper()
	if name, err := client.QueryName(t.Context()); err != nil || *name.Name != "guest" {
		t.Errorf("query-name: %+v, %v", name, err)
	}
	var e *qmp.Error
	if err := client.Stop(t.Context()); !errors.As(err, &e) || e.Class != qmp.CommandNotFound {
		t.Errorf("stop: %v", err)
	}
}

func TestWhatIsRecordedCanBePlayed(t *testing.T) {
	for _, side := range []string{"client", "server"} {
		t.Run(side, func(t *testing.T) {
			text := recording(t, side)
			if lines := strings.Count(text, "\n"); lines != 8 {
				t.Errorf("%d lines:\n%s", lines, text)
			}
			converse(t, vmm.NewClient(qmptest.Play(t, strings.NewReader(text), "")))
		})
	}
}

func TestPlayFailsATestThatDiffers(t *testing.T) {
	text := recording(t, "client")
	for _, test := range []struct {
		name, want string
		recording  string
		calls      func(*vmm.Client)
	}{
		{"another request", `"cont"`, text, func(c *vmm.Client) { _ = c.Cont(t.Context()) }},
		{"one request less", "has not sent", text, func(c *vmm.Client) { _, _ = c.QueryName(t.Context()) }},
		{"one request more", "does not have", text, func(c *vmm.Client) {
			converse(t, c)
			_ = c.Cont(t.Context())
		}},
		{"no recording", "first line", `{"execute": "stop"}`, nil},
		{"nothing", "reading a recording", "", nil},
		{"no messages", "no messages", strings.SplitAfter(text, "\n")[0], nil},
		{"line that is no JSON", "line 2", strings.SplitAfter(text, "\n")[0] + "?\n", nil},
		{"two connections", `connections "c" and "d"`, text + `{"conn":"d","to":"client","message":{}}`, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			fake := &fakeTest{TB: t}
			fake.run(func(tb testing.TB) {
				client := vmm.NewClient(qmptest.Play(tb, strings.NewReader(test.recording), ""))
				test.calls(client)
			})
			if len(fake.failures) != 1 || !strings.Contains(fake.failures[0], test.want) {
				t.Errorf("failures: %q", fake.failures)
			}
		})
	}
}
