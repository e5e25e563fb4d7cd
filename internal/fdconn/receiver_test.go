//go:build unix

package fdconn_test

import (
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/qapi-go/qapi-gen/internal/fdconn"
	"github.com/qapi-go/qapi-gen/internal/testconn"
)

// connected returns both ends of a connection over the network.
func connected(t *testing.T, network string) (ours, theirs net.Conn) {
	t.Helper()
	address := "127.0.0.1:0"
	if network == "unix" {
		address = filepath.Join(t.TempDir(), "s")
	}
	l, err := net.Listen(network, address)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if theirs, err = net.Dial(network, l.Addr().String()); err != nil {
		t.Fatal(err)
	}
	if ours, err = l.Accept(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = ours.Close()
		_ = theirs.Close()
	})
	return ours, theirs
}

// onEachNetwork tests a Receiver, of which theirs is the peer.
func onEachNetwork(t *testing.T, test func(t *testing.T, r *fdconn.Receiver, ours, theirs net.Conn)) {
	t.Helper()
	for _, network := range []string{"unix", "tcp"} {
		t.Run(network, func(t *testing.T) {
			ours, theirs := connected(t, network)
			r := fdconn.NewReceiver(ours)
			test(t, &r, ours, theirs)
		})
	}
}

func TestReceiverReadsToTheEnd(t *testing.T) {
	onEachNetwork(t, func(t *testing.T, r *fdconn.Receiver, ours, theirs net.Conn) {
		want := strings.Repeat("some input ", 100_000)
		go func() {
			_, _ = io.WriteString(theirs, want)
			_ = theirs.Close()
		}()
		var got strings.Builder
		buf := make([]byte, 1000)
		for {
			n, err := r.Receive(ours, buf)
			got.Write(buf[:n])
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if got.String() != want {
			t.Errorf("got %d bytes, want %d", got.Len(), len(want))
		}
	})
}

func TestReceiverFailsAsReadDoes(t *testing.T) {
	tests := map[string]struct {
		arrange func(ours net.Conn)
		is      error
	}{
		"a deadline that has passed": {func(ours net.Conn) { _ = ours.SetReadDeadline(time.Unix(1, 0)) }, os.ErrDeadlineExceeded},
		"a closed connection":        {func(ours net.Conn) { _ = ours.Close() }, net.ErrClosed},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			onEachNetwork(t, func(t *testing.T, r *fdconn.Receiver, ours, _ net.Conn) {
				test.arrange(ours)
				buf := make([]byte, 10)
				_, want := ours.Read(buf)
				n, got := r.Receive(ours, buf)
				if n != 0 || !errors.Is(got, test.is) || got.Error() != want.Error() {
					t.Errorf("got %d, %v; Read returns %v", n, got, want)
				}
			})
		})
	}
}

func TestReceiverFailsWhenThePeerDiscardsWhatWasSent(t *testing.T) {
	ours, theirs := connected(t, "unix")
	r := fdconn.NewReceiver(ours)
	if _, err := io.WriteString(ours, "unread"); err != nil {
		t.Fatal(err)
	}
	_ = theirs.Close()
	n, err := r.Receive(ours, make([]byte, 10))
	if n != 0 || !errors.Is(err, syscall.ECONNRESET) || !strings.HasPrefix(err.Error(), "read unix ") {
		t.Errorf("got %d, %v", n, err)
	}
}

func TestReceiverStoresFiles(t *testing.T) {
	ours, theirs := connected(t, "unix")
	r := fdconn.NewReceiver(ours)
	file := testconn.TempFile(t, "content")
	fds, err := fdconn.Duplicate([]*os.File{file, file}, theirs)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fdconn.Write(theirs, []byte("x"), fds); err != nil {
		t.Fatal(err)
	}
	fds.Close()
	if n, err := r.Receive(ours, make([]byte, 10)); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	received := r.Current.Take()
	r.Replace(nil)
	if len(received) != 2 {
		t.Fatalf("got %d files", len(received))
	}
	for _, f := range received {
		if flags, _, errno := syscall.Syscall(syscall.SYS_FCNTL, f.Fd(), syscall.F_GETFD, 0); errno != 0 || flags&syscall.FD_CLOEXEC == 0 {
			t.Errorf("flags %x, %v: a command started now would inherit the file", flags, errno)
		}
		f.Close()
	}
}
