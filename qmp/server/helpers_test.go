package server_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/qapi-go/qapi-gen/qmp"
)

// start runs f and returns where its error will be.
func start(f func() error) <-chan error {
	done := make(chan error, 1)
	go func() { done <- f() }()
	return done
}

// execute starts a command without arguments and returns where its error will
// be.
func execute(ctx context.Context, c *qmp.Conn, name string) <-chan error {
	return start(func() error { return c.Execute(ctx, name, nil, nil) })
}

// running fails the test unless nothing has come out of done.
func running(t *testing.T, done <-chan error) {
	t.Helper()
	select {
	case err := <-done:
		t.Errorf("ended with %v, want it to wait", err)
	default:
	}
}

func tempFile(t *testing.T, content string) *os.File {
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

func openFiles(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/dev/fd")
	if err != nil {
		t.Skip(err)
	}
	return len(entries)
}
