// Package testconn has functions for the tests of the client, of the server,
// and of attacks on both.
package testconn

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/qmp"
)

// Start runs f in a goroutine and returns a channel for its error.
func Start(f func() error) <-chan error {
	done := make(chan error, 1)
	go func() { done <- f() }()
	return done
}

// Execute starts a command without arguments and returns a channel for its
// error.
func Execute(ctx context.Context, c *qmp.Conn, name string) <-chan error {
	return Start(func() error { return c.Execute(ctx, name, nil, nil) })
}

// Echo calls echo, or echo-oob out-of-band, with arguments that no other call
// has, and checks that they come back.
func Echo(ctx context.Context, c *qmp.Conn, oob bool, want string) error {
	call, name := c.Execute, "echo"
	if oob {
		call, name = c.ExecuteOOB, "echo-oob"
	}
	var got json.RawMessage
	if err := call(ctx, name, json.RawMessage(want), &got); err != nil {
		return err
	}
	if string(got) != want {
		return fmt.Errorf("got %s, want %s", got, want)
	}
	return nil
}

// Running fails the test if done already has a result.
func Running(t *testing.T, done <-chan error) {
	t.Helper()
	select {
	case err := <-done:
		t.Errorf("ended with %v, want it to wait", err)
	default:
	}
}

// TempFile opens a file until the test ends. content is both its name and its
// content.
func TempFile(t *testing.T, content string) *os.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), content)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// OpenFiles counts the open descriptors of the process.
func OpenFiles(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/dev/fd")
	if err != nil {
		t.Skip(err)
	}
	return len(entries)
}

// Exchange keeps depth requests in flight until b.N are answered. In one write
// it sends as many requests as replies have arrived.
func Exchange(b *testing.B, conn net.Conn, in *bufio.Reader, request string, depth int) {
	window := []byte(strings.Repeat(request, depth))
	b.ReportAllocs()
	b.ResetTimer()
	if _, err := conn.Write(window); err != nil {
		b.Fatal(err)
	}
	for done := 0; done < b.N; {
		ReadLines(b, in, 1)
		waiting, err := in.Peek(in.Buffered())
		if err != nil {
			b.Fatal(err)
		}
		more := bytes.Count(waiting, []byte{'\n'})
		ReadLines(b, in, more)
		done += 1 + more
		if _, err := conn.Write(window[:(1+more)*len(request)]); err != nil {
			b.Fatal(err)
		}
	}
}

// ReadLines reads n lines.
func ReadLines(b *testing.B, in *bufio.Reader, n int) {
	for range n {
		if _, err := in.ReadSlice('\n'); err != nil {
			b.Fatal(err)
		}
	}
}
