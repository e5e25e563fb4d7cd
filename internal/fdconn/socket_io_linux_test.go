//go:build linux && !386 && !race && !msan && !asan

package fdconn

import (
	"errors"
	"net"
	"os"
	"syscall"
	"testing"
	"time"
)

// A program may have set the socket to blocking mode, as os.File.Fd does. No thread may
// block then that the scheduler waits for.
func TestSocketInBlockingModeIsNotWaitedFor(t *testing.T) {
	ours, theirs := connected(t, "unix")
	r, w := NewReceiver(ours), NewDirectWriter(ours)
	file, err := ours.(*net.UnixConn).File()
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := syscall.SetNonblock(int(file.Fd()), false); err != nil {
		t.Fatal(err)
	}
	for {
		n, err := w.WriteNow(make([]byte, 1<<20))
		if err != nil {
			t.Fatal(err)
		}
		if n < 1<<20 {
			break // the send buffer is full
		}
	}
	_ = ours.SetReadDeadline(time.Now().Add(10 * time.Millisecond))
	if _, err := r.Receive(make([]byte, 10)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error(err)
	}
	_ = theirs.Close()
}
