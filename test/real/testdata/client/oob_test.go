package client

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/test/real/qemu72"
)

// stick occupies QEMU's main loop: it opens a block node whose blkdebug driver
// reads its rules from a FIFO. When stick returns QEMU is reading, until the
// FIFO is closed. The result of the command comes out of the channel.
func stick(ctx context.Context, t *testing.T, conn *qmp.Conn) (fifo *os.File, result <-chan error) {
	t.Helper()
	path := filepath.Join(shortDir(t), "fifo")
	check(t, syscall.Mkfifo(path, 0o600))
	done := make(chan error, 1)
	go func() {
		done <- qemu72.NewClient(conn).BlockdevAdd(ctx, qemu72.BlockdevOptions{
			NodeName: ptr("debug"),
			Blkdebug: &qemu72.BlockdevOptionsBlkdebug{
				Config: &path,
				Image:  qemu72.BlockdevRef{Definition: &qemu72.BlockdevOptions{NullCo: &qemu72.BlockdevOptionsNull{}}},
			},
		})
	}()
	opened := make(chan *os.File, 1)
	go func() {
		// This waits for a reader.
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			t.Error(err)
		}
		opened <- f
	}()
	select {
	case fifo = <-opened:
	case err := <-done:
		// We read it ourselves, that the other goroutine may end.
		reader, openErr := os.OpenFile(path, os.O_RDONLY, 0)
		check(t, openErr)
		_ = (<-opened).Close()
		_ = reader.Close()
		t.Fatalf("blockdev-add ended before it read its rules: %v", err)
	}
	t.Cleanup(func() { _ = fifo.Close() })
	return fifo, done
}

func TestOOBOvertakesAStuckCommand(t *testing.T) {
	one, two, _ := startQEMU(t)
	ctx := testContext(t)
	conn := dial(t, one)
	second := dial(t, two) // negotiation needs the main loop, too
	vm := qemu72.NewClient(conn)

	fifo, stuck := stick(ctx, t, conn)
	const more = 20 // than QEMU's queue takes
	results := make(chan error, more)
	for range more {
		go func() {
			_, err := vm.QueryStatus(ctx)
			results <- err
		}()
	}
	for range 100 {
		if _, err := vm.OOB().QueryYank(ctx); err != nil {
			t.Fatal(err)
		}
		if _, err := qemu72.NewClient(second).OOB().QueryYank(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if len(stuck) > 0 || len(results) > 0 {
		t.Errorf("in-band commands ended: the stuck one %d, others %d", len(stuck), len(results))
	}
	check(t, fifo.Close())
	check(t, <-stuck)
	for range more {
		if err := <-results; err != nil {
			t.Error(err)
		}
	}
	check(t, vm.BlockdevDel(ctx, qemu72.BlockdevDelArgs{NodeName: "debug"}))
}

func TestCancelledCommandLeavesTheConnectionInOrder(t *testing.T) {
	one, _, _ := startQEMU(t)
	conn := dial(t, one)
	ctx, cancel := context.WithCancel(testContext(t))
	fifo, stuck := stick(ctx, t, conn)
	cancel()
	if err := <-stuck; !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want context.Canceled", err)
	}
	check(t, fifo.Close())
	status, err := qemu72.NewClient(conn).QueryStatus(testContext(t))
	if err != nil || status.Status != qemu72.RunStatePrelaunch {
		t.Errorf("the next command got %+v, %v", status, err)
	}
}

func TestDeathOfQEMUFailsAllThatWait(t *testing.T) {
	one, _, process := startQEMU(t)
	ctx := testContext(t)
	conn := dial(t, one)
	events := conn.Subscribe()
	_, stuck := stick(ctx, t, conn)
	results := make(chan error)
	for range 20 {
		go func() { results <- qemu72.NewClient(conn).Stop(ctx) }()
	}
	check(t, process.Kill())
	for range 20 {
		if err := <-results; err == nil || errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("err = %v, want the end of the connection", err)
		}
	}
	if err := <-stuck; err == nil {
		t.Error("the stuck command succeeded")
	}
	if _, err := events.Next(ctx); err == nil {
		t.Error("the subscription goes on")
	}
}
