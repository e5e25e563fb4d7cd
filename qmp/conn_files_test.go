//go:build unix

package qmp_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/testconn"
	"github.com/qapi-go/qapi-gen/qmp"
)

// connectUnix is connect over a unix socket; its script gets the connection
// after the handshake.
func connectUnix(t *testing.T, script func(*net.UnixConn)) *qmp.Conn {
	t.Helper()
	path := filepath.Join(t.TempDir(), "qmp.sock")
	l, err := new(net.ListenConfig).Listen(t.Context(), "unix", path)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		conn, err := l.Accept()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		newPeer(t, conn).greet(greetingOOB)
		script(conn.(*net.UnixConn))
	}()
	c, err := qmp.Dial(t.Context(), "unix:"+path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Close()
		_ = l.Close()
		<-done
	})
	return c
}

// receiveFiles reads one request and the contents of the files that came with
// it.
func receiveFiles(conn *net.UnixConn) (r request, contents []string, err error) {
	var text []byte
	for !bytes.HasSuffix(text, []byte("\n")) {
		buf, oob := make([]byte, 100), make([]byte, 4096)
		n, oobn, _, _, err := conn.ReadMsgUnix(buf, oob)
		if err != nil {
			return r, nil, err
		}
		if oobn > 0 && len(text) > 0 {
			return r, nil, errors.New("descriptors came in the middle of a message")
		}
		text = append(text, buf[:n]...)
		got, err := readFiles(oob[:oobn])
		if err != nil {
			return r, nil, err
		}
		contents = append(contents, got...)
	}
	err = json.Unmarshal(text, &r)
	return r, contents, err
}

func readFiles(oob []byte) (contents []string, err error) {
	messages, err := syscall.ParseSocketControlMessage(oob)
	if err != nil {
		return nil, err
	}
	for _, m := range messages {
		fds, err := syscall.ParseUnixRights(&m)
		if err != nil {
			return nil, err
		}
		for _, fd := range fds {
			f := os.NewFile(uintptr(fd), "received")
			text, err := io.ReadAll(f)
			if err := errors.Join(err, f.Close()); err != nil {
				return nil, err
			}
			contents = append(contents, string(text))
		}
	}
	return contents, nil
}

func TestFilesGoWithTheirCommand(t *testing.T) {
	c := connectUnix(t, func(conn *net.UnixConn) {
		for {
			r, contents, err := receiveFiles(conn)
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Error(err)
				return
			}
			text, _ := json.Marshal(strings.Join(contents, " "))
			fmt.Fprintf(conn, `{"return": %s, "id": %s}`, text, r.ID)
		}
	})
	a, b := testconn.TempFile(t, "a"), testconn.TempFile(t, "b")
	tests := []struct {
		name  string
		args  any
		files []*os.File
		want  string
	}{
		{"one", nil, []*os.File{a}, "a"},
		{"two", nil, []*os.File{b, a}, "b a"},
		{"none", nil, nil, ""},
		{"with a long message", map[string]string{"pad": strings.Repeat("x", 1<<20)}, []*os.File{b}, "b"},
	}
	for _, tt := range tests {
		for _, f := range tt.files {
			if _, err := f.Seek(0, io.SeekStart); err != nil {
				t.Fatal(err)
			}
		}
		ctx := t.Context()
		if tt.files != nil {
			ctx = qmp.ContextWithFiles(ctx, tt.files...)
		}
		var got string
		if err := c.Execute(ctx, "getfd", tt.args, &got); err != nil || got != tt.want {
			t.Errorf("%s: the server read %q, %v, want %q", tt.name, got, err, tt.want)
		}
	}
}

func TestFilesOfOneCommandAtATime(t *testing.T) {
	// A server forgets descriptors when the next come before it has run the
	// command that wants the first.
	c := connectUnix(t, func(conn *net.UnixConn) {
		for range 20 {
			r, contents, err := receiveFiles(conn)
			if err != nil {
				t.Error(err)
				return
			}
			if len(contents) != 1 {
				t.Errorf("%d files came with one request", len(contents))
			}
			if err := nothingToRead(conn); err != nil {
				t.Error(err)
			}
			fmt.Fprintf(conn, `{"return": {}, "id": %s}`, r.ID)
		}
	})
	f := testconn.TempFile(t, "a")
	var ends []<-chan error
	for range 20 {
		ctx := qmp.ContextWithFiles(t.Context(), f)
		ends = append(ends, testconn.Start(func() error { return c.Execute(ctx, "getfd", nil, nil) }))
	}
	for _, end := range ends {
		if err := <-end; err != nil {
			t.Error(err)
		}
	}
}

// nothingToRead checks that nothing has arrived, without waiting.
func nothingToRead(conn *net.UnixConn) error {
	raw, err := conn.SyscallConn()
	if err != nil {
		return err
	}
	var n int
	var readErr error
	err = raw.Control(func(fd uintptr) {
		n, _, readErr = syscall.Recvfrom(int(fd), make([]byte, 1), syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
	})
	if err == nil && n > 0 {
		err = errors.New("the next request came before the reply")
	}
	if err == nil && !errors.Is(readErr, syscall.EAGAIN) {
		err = readErr
	}
	return err
}

func TestFilesThatCannotBeSent(t *testing.T) {
	closed := testconn.TempFile(t, "closed")
	if err := closed.Close(); err != nil {
		t.Fatal(err)
	}
	unix := connectUnix(t, func(conn *net.UnixConn) { _, _ = io.Copy(io.Discard, conn) })
	other := connect(t, greetingOOB, (*peer).discard)
	open := testconn.TempFile(t, "open")
	tests := []struct {
		name  string
		conn  *qmp.Conn
		files []*os.File
		want  string
	}{
		{"no unix socket", other, []*os.File{open}, "unix socket only"},
		{"closed", unix, []*os.File{open, closed}, "closed file"},
		{"too many", unix, make([]*os.File, 254), "too many"},
	}
	for _, tt := range tests {
		err := tt.conn.Execute(qmp.ContextWithFiles(t.Context(), tt.files...), "getfd", nil, nil)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want an error with %q", tt.name, err, tt.want)
		}
		if err := tt.conn.Err(); err != nil {
			t.Errorf("%s: the connection ended: %v", tt.name, err)
		}
	}
}

func TestSendingLeavesTheCallersFileAlone(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	c := connectUnix(t, func(conn *net.UnixConn) {
		req, _, err := receiveFiles(conn)
		if err != nil {
			t.Error(err)
		}
		fmt.Fprintf(conn, `{"return": {}, "id": %s}`, req.ID)
	})
	if _, err := w.WriteString("x"); err != nil {
		t.Fatal(err)
	}
	_ = w.Close()
	if err := c.Execute(qmp.ContextWithFiles(t.Context(), r), "getfd", nil, nil); err != nil {
		t.Fatal(err)
	}
	// Still in the mode that the runtime can wait on without a thread.
	raw, err := r.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	if err := raw.Control(func(fd uintptr) {
		if flags, _, _ := syscall.Syscall(syscall.SYS_FCNTL, fd, syscall.F_GETFL, 0); flags&syscall.O_NONBLOCK == 0 {
			t.Error("the file was made blocking")
		}
	}); err != nil {
		t.Error(err)
	}
	if err := r.Close(); err != nil {
		t.Error("the file was closed")
	}
}

func TestCancelledCommandWithFilesLeavesNoneOpen(t *testing.T) {
	release := make(chan struct{})
	c := connectUnix(t, func(conn *net.UnixConn) {
		<-release
		_, _ = io.Copy(io.Discard, conn)
	})
	before := testconn.OpenFiles(t)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	first := testconn.Execute(qmp.ContextWithFiles(t.Context(), w), c, "getfd") // stays unanswered
	ctx, cancel := context.WithCancel(t.Context())
	second := testconn.Execute(qmp.ContextWithFiles(ctx, w), c, "getfd")
	cancel()
	if err := <-second; !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
	close(release)
	_ = c.Close()
	if err := <-first; !errors.Is(err, qmp.ErrClosed) {
		t.Errorf("err = %v", err)
	}
	_ = w.Close()
	// The pipe ends when nobody holds its other end.
	if _, err := io.ReadAll(r); err != nil {
		t.Error(err)
	}
	_ = r.Close()
	if after := testconn.OpenFiles(t); after > before {
		t.Errorf("%d descriptors are open, %d were before", after, before)
	}
}
