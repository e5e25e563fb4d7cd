package shell

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/qapi-go/qapi-gen/generated/vmm"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A machine is a server for the tests.
type machine struct {
	vmm.UnimplementedCommands
	events *server.Emitter
	began  chan struct{} // gets a value when a cont has begun
	finish chan struct{} // lets a cont end

	mu    sync.Mutex
	nodes []string
	calls []string
}

func newMachine(nodes ...string) *machine {
	return &machine{events: server.NewEmitter(), began: make(chan struct{}, 8), finish: make(chan struct{}), nodes: nodes}
}

func (m *machine) called(name string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.calls = append(m.calls, name)
}

func (m *machine) QueryStatus(context.Context) (vmm.StatusInfo, error) {
	m.called("query-status")
	return vmm.StatusInfo{Running: true, Status: vmm.RunStateRunning}, nil
}

func (m *machine) Stop(context.Context) error {
	m.called("stop")
	return m.events.Emit(vmm.StopEvent{})
}

// Cont waits to be told to end.
func (m *machine) Cont(ctx context.Context) error {
	m.called("cont")
	m.began <- struct{}{}
	select {
	case <-m.finish:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (m *machine) MigratePause(context.Context) error {
	return errors.New("there is no\x1b[31m migration")
}

func (m *machine) BlockdevDel(_ context.Context, args vmm.BlockdevDelArgs) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.nodes = slices.DeleteFunc(m.nodes, func(n string) bool { return n == args.NodeName })
	return nil
}

func (m *machine) QueryNamedBlockNodes(context.Context) ([]vmm.BlockNode, error) {
	m.called("query-named-block-nodes")
	m.mu.Lock()
	defer m.mu.Unlock()
	list := make([]vmm.BlockNode, len(m.nodes))
	for i, n := range m.nodes {
		list[i] = vmm.BlockNode{NodeName: n, Driver: vmm.BlockdevDriverFile}
	}
	return list, nil
}

func (m *machine) BlockdevAdd(_ context.Context, args vmm.BlockdevOptions) error {
	m.called("blockdev-add")
	m.mu.Lock()
	defer m.mu.Unlock()
	m.nodes = append(m.nodes, *args.NodeName)
	return nil
}

// count is how often a command was executed.
func (m *machine) count(name string) (n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, c := range m.calls {
		if c == name {
			n++
		}
	}
	return n
}

// serve serves a machine at a socket, until stop is called.
func serve(t *testing.T, m *machine, path string) (stop func()) {
	t.Helper()
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	srv := server.New(vmm.DispatchTable(m), server.WithEmitter(m.events), server.WithVersion(qmp.Version{Major: 7}))
	done := make(chan error, 1)
	go func() { done <- srv.Serve(context.Background(), l) }()
	stop = sync.OnceFunc(func() {
		_ = srv.Close()
		if err := <-done; !errors.Is(err, server.ErrClosed) {
			t.Error(err)
		}
	})
	t.Cleanup(stop)
	return stop
}

// A watcher keeps the notices of a session.
type watcher chan Notice

// next waits for a notice of a kind, and passes others over.
func (w watcher) next(t *testing.T, kind NoticeKind) Notice {
	t.Helper()
	for {
		select {
		case n := <-w:
			if n.Kind == kind {
				return n
			}
		case <-t.Context().Done():
			t.Fatal("the test has ended")
		}
	}
}

// open begins a session with a machine at a socket of its own.
func open(t *testing.T, m *machine, change func(*Config)) (s *Session, notices watcher, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "qmp")
	serve(t, m, path)
	s, notices = openAt(t, path, change)
	return s, notices, path
}

func openAt(t *testing.T, path string, change func(*Config)) (*Session, watcher) {
	t.Helper()
	notices := make(watcher, 256)
	cfg := Config{
		Connect: func(ctx context.Context, opts ...qmp.ConnOption) (*qmp.Conn, error) {
			return qmp.Dial(ctx, "unix:"+path, opts...)
		},
		Notify: func(n Notice) { notices <- n },
	}
	if change != nil {
		change(&cfg)
	}
	s, err := Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s, notices
}

// run runs a statement that must succeed.
func run(t *testing.T, s *Session, statement string) Reply {
	t.Helper()
	reply, err := s.Run(t.Context(), statement)
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	return reply
}

func schema(t *testing.T) *model.Schema {
	t.Helper()
	s, diags := model.Load(filepath.Join("..", "..", "testdata", "qapi-schema", "vmm.json"), parser.Options{})
	if s == nil {
		t.Fatal(diags)
	}
	return s
}
