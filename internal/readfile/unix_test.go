//go:build unix

package readfile_test

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/readfile"
)

// Nobody writes to the pipes here. A reader that opened one would hang.
func TestFileRefusesWhatIsNoRegularFileAtOnce(t *testing.T) {
	t.Chdir(t.TempDir()) // a socket's path is short
	if err := syscall.Mkfifo("pipe", 0o600); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("unix", "socket")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	for path, want := range map[string]string{
		"pipe":      "is a named pipe, not a regular file",
		"socket":    "is a socket, not a regular file",
		".":         "is a directory, not a regular file",
		"/dev/zero": "is a device, not a regular file",
	} {
		link := filepath.Base(path) + ".link"
		if err := os.Symlink(path, link); err != nil {
			t.Fatal(err)
		}
		for _, p := range []string{path, link} {
			_, err := readfile.File(p, 1<<20)
			checkPathError(t, err, p, want)
			if !errors.Is(err, readfile.ErrNotRegular) {
				t.Errorf("%s: not ErrNotRegular: %v", p, err)
			}
		}
	}
}
