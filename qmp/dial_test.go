package qmp_test

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/qapi-go/qapi-gen/qmp"
)

// listen accepts one client and greets it.
func listen(t *testing.T, network, address string) net.Listener {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), network, address)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		p := newPeer(t, conn)
		p.greet(greetingOOB)
		p.discard()
	}()
	t.Cleanup(func() {
		_ = l.Close()
		<-done
	})
	return l
}

func TestDial(t *testing.T) {
	path := filepath.Join(t.TempDir(), "qmp:1.sock") // colons belong to the path
	listen(t, "unix", path)
	v4 := listen(t, "tcp", "127.0.0.1:0")
	for _, addr := range []string{"unix:" + path, "tcp:" + v4.Addr().String()} {
		c, err := qmp.Dial(t.Context(), addr)
		if err != nil {
			t.Errorf("%s: %v", addr, err)
			continue
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestDialRefusesWhatIsNoAddress(t *testing.T) {
	for _, addr := range []string{"", "unix", "unix:", "/run/qmp.sock", "localhost:4444", "udp:localhost:1"} {
		_, err := qmp.Dial(t.Context(), addr)
		if err == nil || !strings.Contains(err.Error(), "want unix:PATH, tcp:HOST:PORT or fd:N") {
			t.Errorf("%q: %v", addr, err)
		}
	}
}

func TestDialFailsAtOnceWhereNobodyListens(t *testing.T) {
	_, err := qmp.Dial(t.Context(), "unix:"+filepath.Join(t.TempDir(), "absent"))
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("err = %v, want fs.ErrNotExist", err)
	}
}

func TestDialRetries(t *testing.T) {
	path := filepath.Join(t.TempDir(), "qmp.sock")
	t.Run("until somebody listens", func(t *testing.T) {
		connected := make(chan error, 1)
		go func() {
			c, err := qmp.Dial(t.Context(), "unix:"+path, qmp.WithDialRetry(time.Millisecond))
			if err == nil {
				err = c.Close()
			}
			connected <- err
		}()
		listen(t, "unix", path)
		if err := <-connected; err != nil {
			t.Error(err)
		}
	})
	t.Run("until its context ends", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		_, err := qmp.Dial(ctx, "unix:"+path+".absent", qmp.WithDialRetry(time.Millisecond))
		if !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("err = %v, want the deadline and the last attempt's", err)
		}
	})
	t.Run("not when it cannot help", func(t *testing.T) {
		_, err := qmp.Dial(t.Context(), "unix:"+strings.Repeat("x", 200), qmp.WithDialRetry(time.Hour))
		if err == nil {
			t.Error("connected to a path that is too long")
		}
	})
}

func TestDialBoundsTheHandshakeByItsContext(t *testing.T) {
	// Nobody accepts: the kernel connects all the same.
	path := filepath.Join(t.TempDir(), "qmp.sock")
	l, err := new(net.ListenConfig).Listen(t.Context(), "unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, err = qmp.Dial(ctx, "unix:"+path)
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "another client may hold the monitor") {
		t.Errorf("err = %v", err)
	}
}
