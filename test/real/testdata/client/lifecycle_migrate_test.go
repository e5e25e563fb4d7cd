package client

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/lifecycle"
	"github.com/qapi-go/qapi-gen/test/real/qemu102"
)

// A side is a QEMU of a migration.
type side struct {
	conn *qmp.Conn
	vm   *qemu102.Client
}

// migrationSides starts two QEMUs. The source runs a guest that writes to its memory all
// the time, and the destination waits for migrate-incoming.
func migrationSides(t *testing.T, program string) (source, destination side) {
	t.Helper()
	start := func(more ...string) (s side, ready func()) {
		addr, _, ready := startGuest(t, program, dirtyingGuest, append(more, "-m", "64")...)
		conn := dial(t, addr)
		return side{conn, qemu102.NewClient(conn)}, ready
	}
	source, ready := start()
	destination, _ = start("-incoming", "defer")
	for _, s := range []side{source, destination} { // which runs the guest when it has it
		check(t, s.vm.Cont(testContext(t)))
	}
	ready()
	return source, destination
}

// migrateTo returns a function that starts a migration to an address.
func (s side) migrateTo(addr string) func(context.Context) error {
	return func(ctx context.Context) error {
		return s.vm.Migrate(ctx, qemu102.MigrateArgs{URI: ptr("tcp:" + addr)})
	}
}

// limit sets the most bytes a second that a migration transfers, before and in postcopy.
func (s side) limit(t *testing.T, precopy, postcopy uint64) {
	t.Helper()
	check(t, s.vm.MigrateSetParameters(testContext(t), qemu102.MigrateSetParameters{
		MaxBandwidth: ptr(precopy), MaxPostcopyBandwidth: ptr(postcopy),
	}))
}

// receive starts the destination's side of a migration, and returns its address.
func (s side) receive(t *testing.T) (string, *migration) {
	t.Helper()
	addr := freeAddr(t)
	listening := make(chan struct{})
	m := startMigration(t, s, lifecycle.Migration{Start: func(ctx context.Context) error {
		err := s.vm.MigrateIncoming(ctx, qemu102.MigrateIncomingArgs{URI: ptr("tcp:" + addr)})
		if err == nil {
			close(listening)
		}
		return err
	}})
	select {
	case <-listening:
	case err := <-m.ended:
		t.Fatal(err)
	}
	return addr, m
}

// A migration is a side of a migration that runs.
type migration struct {
	ended    chan error
	statuses chan string
}

func startMigration(t *testing.T, s side, m lifecycle.Migration) *migration {
	t.Helper()
	r := &migration{make(chan error, 1), make(chan string, 1000)}
	m.Progress = func(p lifecycle.MigrationProgress) { r.statuses <- p.Status }
	ctx := testContext(t)
	go func() { r.ended <- lifecycle.Migrate(ctx, s.conn, m) }()
	return r
}

// await waits until the migration has a status.
func (m *migration) await(t *testing.T, status string) {
	t.Helper()
	for {
		select {
		case got := <-m.statuses:
			if got == status {
				return
			}
		case err := <-m.ended:
			t.Fatalf("the migration has ended and was not %s: %v", status, err)
		}
	}
}

// freeAddr returns an address at which nobody listens.
func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	defer l.Close()
	return l.Addr().String()
}

func (s side) checkRunning(t *testing.T) {
	t.Helper()
	if status, err := s.vm.QueryStatus(testContext(t)); err != nil || !status.Running {
		t.Errorf("the guest does not run: %+v, %v", status, err)
	}
}

func TestMigrationToItsEnd(t *testing.T) {
	forEachQEMU(t, func(t *testing.T, program string) {
		source, destination := migrationSides(t, program)
		addr, received := destination.receive(t)
		var last lifecycle.MigrationProgress
		calls := 0
		err := lifecycle.Migrate(testContext(t), source.conn, lifecycle.Migration{
			Start: source.migrateTo(addr), Interval: 10 * time.Millisecond,
			Progress: func(p lifecycle.MigrationProgress) {
				calls++
				if last = p; p.Pass == 3 && p.Status == "active" {
					check(t, source.vm.Stop(testContext(t))) // or its memory is never the same on both sides
				}
			},
		})
		check(t, err)
		check(t, <-received.ended)
		if last.Status != "completed" || last.Transferred == 0 || last.Total == 0 || last.Elapsed == 0 || last.Pass < 3 || calls < 5 {
			t.Errorf("%d calls of Progress, the last with %v", calls, last)
		}
		t.Log(last)
	})
}

func TestMigrationThatIsCancelled(t *testing.T) {
	forEachQEMU(t, func(t *testing.T, program string) {
		source, destination := migrationSides(t, program)
		source.limit(t, 1<<20, 0)
		addr, received := destination.receive(t)
		sent := startMigration(t, source, lifecycle.Migration{Start: source.migrateTo(addr)})
		sent.await(t, "active")
		check(t, lifecycle.CancelMigration(testContext(t), source.conn))
		if err := <-sent.ended; !errors.Is(err, lifecycle.ErrCancelled) {
			t.Errorf("err = %v, want ErrCancelled", err)
		}
		source.checkRunning(t)
		if err := <-received.ended; err == nil {
			t.Error("the destination says that it has the guest")
		}
		check(t, lifecycle.CancelMigration(testContext(t), source.conn)) // of none
	})
}

func TestMigrationThatFails(t *testing.T) {
	forEachQEMU(t, func(t *testing.T, program string) {
		source, _ := migrationSides(t, program)
		err := lifecycle.Migrate(testContext(t), source.conn, lifecycle.Migration{Start: source.migrateTo(freeAddr(t))})
		var failed *lifecycle.MigrationError
		if !errors.As(err, &failed) || failed.Status != "failed" {
			t.Errorf("err = %v, want failed", err)
		}
		t.Log(err)
		source.checkRunning(t)
	})
}

// A network forwards connections to an address, until it is cut or silenced.
type network struct {
	net.Listener
	to      string
	mu      sync.Mutex
	conns   []net.Conn
	silent  chan struct{}
	running sync.WaitGroup
}

func newNetwork(t *testing.T, to string) *network {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	n := &network{Listener: l, to: to, silent: make(chan struct{})}
	n.running.Go(n.accept)
	t.Cleanup(n.cut)
	return n
}

func (n *network) accept() {
	for {
		from, err := n.Accept()
		if err != nil {
			return
		}
		to, err := net.Dial("tcp", n.to)
		if err != nil {
			_ = from.Close()
			continue
		}
		n.mu.Lock()
		n.conns = append(n.conns, from, to)
		n.mu.Unlock()
		n.running.Go(func() { n.forward(to, from) })
		n.running.Go(func() { n.forward(from, to) })
	}
}

// forward copies what one side sends to the other, and forgets it once the network
// is silent.
func (n *network) forward(to, from net.Conn) {
	piece := make([]byte, 16<<10)
	for {
		got, err := from.Read(piece)
		select {
		case <-n.silent:
			_, _ = io.Copy(io.Discard, from)
			return
		default:
		}
		if _, writeErr := to.Write(piece[:got]); err != nil || writeErr != nil {
			_ = to.Close()
			_ = from.Close()
			return
		}
	}
}

// cut ends all connections.
func (n *network) cut() {
	_ = n.Close()
	n.mu.Lock()
	for _, c := range n.conns {
		_ = c.Close()
	}
	n.mu.Unlock()
	n.running.Wait()
}

// silence makes the connections lose everything, and tells nobody.
func (n *network) silence() { close(n.silent) }

func TestPostcopyIsRecovered(t *testing.T) {
	faults := map[string]func(*network){"cut": (*network).cut, "silent": (*network).silence}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			forEachQEMU(t, func(t *testing.T, program string) { recoverPostcopy(t, program, fault) })
		})
	}
}

// recoverPostcopy migrates over a network that has a fault in postcopy, twice, and then
// over one that has none.
func recoverPostcopy(t *testing.T, program string, fault func(*network)) {
	t.Helper()
	ctx := testContext(t)
	source, destination := migrationSides(t, program)
	postcopy := []qemu102.MigrationCapabilityStatus{{Capability: qemu102.MigrationCapabilityPostcopyRAM, State: true}}
	for _, s := range []side{source, destination} {
		err := s.vm.MigrateSetCapabilities(ctx, qemu102.MigrateSetCapabilitiesArgs{Capabilities: postcopy})
		if err != nil && os.Getenv("QAPI_REQUIRE_REAL") != "1" {
			t.Skipf("no postcopy: %v (be root, or set the sysctl vm.unprivileged_userfaultfd to 1)", err)
		}
		check(t, err)
	}
	source.limit(t, 32<<20, 1<<20) // so that it reaches postcopy, and then has something left
	addr, received := destination.receive(t)
	first := newNetwork(t, addr)

	sent := startMigration(t, source, lifecycle.Migration{Start: source.migrateTo(first.Addr().String()), PostcopyAfter: 1})
	sent.await(t, "postcopy-active")
	received.await(t, "postcopy-active")
	if err := lifecycle.CancelMigration(ctx, source.conn); err == nil {
		t.Error("the migration was cancelled in postcopy")
	}
	fault(first)

	// The second network has the fault too.
	addr = freeAddr(t)
	second := newNetwork(t, addr)
	var once sync.Once
	err := lifecycle.RecoverPostcopy(ctx, source.conn, destination.conn, lifecycle.Recovery{
		Listen: "tcp:" + addr, Connect: "tcp:" + second.Addr().String(),
		Progress: func(p lifecycle.MigrationProgress) {
			t.Log(p)
			if p.Status == "postcopy-active" {
				once.Do(second.cut)
			}
		},
	})
	if !errors.Is(err, lifecycle.ErrPostcopyPaused) {
		t.Fatalf("err = %v, want ErrPostcopyPaused", err)
	}
	for _, m := range []*migration{sent, received} {
		if err := <-m.ended; !errors.Is(err, lifecycle.ErrPostcopyPaused) {
			t.Errorf("err = %v, want ErrPostcopyPaused", err)
		}
	}

	addr = freeAddr(t)
	source.limit(t, 1<<30, 0)
	check(t, lifecycle.RecoverPostcopy(ctx, source.conn, destination.conn, lifecycle.Recovery{
		Listen: "tcp:" + addr, Connect: "tcp:" + addr,
	}))
	check(t, lifecycle.Migrate(ctx, destination.conn, lifecycle.Migration{}))
	destination.checkRunning(t)
}
