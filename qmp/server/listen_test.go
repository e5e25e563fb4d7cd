//go:build unix

package server_test

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/testconn"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// leaveSocket makes a socket file that nobody listens at.
func leaveSocket(t *testing.T, path string) {
	t.Helper()
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	l.SetUnlinkOnClose(false)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestListenReplacesAStaleSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "qmp")
	leaveSocket(t, path)
	l, err := server.Listen("unix:" + path)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(path); !os.IsNotExist(err) {
		t.Errorf("after Close: %v", err)
	}
}

func TestListenLeavesAloneWhatIsInUse(t *testing.T) {
	dir := t.TempDir()
	live, file := filepath.Join(dir, "live"), filepath.Join(dir, "file")
	l, err := server.Listen("unix:" + live)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	if err := os.WriteFile(file, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		live:                      "another server listens at " + live,
		file:                      file + " exists and is not a socket",
		filepath.Join(dir, "a/b"): "no such file or directory",
	} {
		if _, err := server.Listen("unix:" + path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
	if text, err := os.ReadFile(file); string(text) != "text" || err != nil {
		t.Errorf("the file: %q, %v", text, err)
	}
	if c, err := net.Dial("unix", live); err != nil {
		t.Errorf("the live socket: %v", err)
	} else {
		_ = c.Close()
	}
}

// An inherited descriptor is a duplicate of a listening socket, and of a
// connected one on the client's side.
func TestListenAndDialTakeInheritedDescriptors(t *testing.T) {
	path := filepath.Join(t.TempDir(), "qmp")
	parent, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = parent.Close() }()
	l, err := server.Listen(fmt.Sprintf("fd:%d", duplicate(t, parent)))
	if err != nil {
		t.Fatal(err)
	}
	srv := server.New(basicTable(newGate()))
	served := testconn.Start(func() error { return srv.Serve(t.Context(), l) })
	nc, err := net.DialUnix("unix", nil, &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	number := duplicate(t, nc)
	_ = nc.Close()
	conn, err := qmp.Dial(t.Context(), fmt.Sprintf("fd:%d", number))
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.Execute(t.Context(), "ping", nil, nil); err != nil {
		t.Error(err)
	}
	_ = conn.Close()
	_ = srv.Close()
	if err := <-served; !errors.Is(err, server.ErrClosed) {
		t.Errorf("Serve returned %v", err)
	}
}

// duplicate gives the number of a descriptor that Listen or Dial may own.
func duplicate(t *testing.T, c interface{ File() (*os.File, error) }) int {
	t.Helper()
	f, err := c.File()
	if err != nil {
		t.Fatal(err)
	}
	number, err := syscall.Dup(int(f.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	_ = f.Close()
	return number
}

func TestListenRefusesWhatIsNoAddress(t *testing.T) {
	for _, addr := range []string{"", "unix:", "/run/qmp.sock", "fd:x", "fd:-1", "fd:987654"} {
		if l, err := server.Listen(addr); err == nil {
			t.Errorf("%q listens at %v", addr, l.Addr())
		} else if !strings.HasPrefix(err.Error(), "qmp: ") {
			t.Errorf("%q: %v", addr, err)
		}
	}
}
