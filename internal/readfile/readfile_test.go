package readfile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/readfile"
)

func TestFileReadsRegularFilesUpToItsLimit(t *testing.T) {
	dir := t.TempDir()
	for name, size := range map[string]int{"empty": 0, "small": 10, "at the limit": 1000, "above": 1001, "far above": 5000} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(dir, name)
			want := strings.Repeat("x", size)
			if err := os.WriteFile(path, []byte(want), 0o600); err != nil {
				t.Fatal(err)
			}
			link := path + " link"
			if err := os.Symlink(path, link); err != nil {
				t.Fatal(err)
			}
			for _, p := range []string{path, link} {
				text, err := readfile.File(p, 1000)
				if size > 1000 {
					checkPathError(t, err, p, "is larger than 1000 bytes")
				} else if err != nil || string(text) != want {
					t.Errorf("%s: got %d bytes, want %d (%v)", p, len(text), size, err)
				}
			}
		})
	}
}

// A file in /proc has contents, and the size 0.
func TestFileReadsToTheEndWhateverTheSizeSays(t *testing.T) {
	const path = "/proc/self/status"
	if info, err := os.Stat(path); err != nil || info.Size() != 0 {
		t.Skipf("there is no %s of size 0", path)
	}
	text, err := readfile.File(path, 1<<20)
	if err != nil || len(text) == 0 {
		t.Errorf("got %d bytes (%v)", len(text), err)
	}
	_, err = readfile.File(path, 10)
	checkPathError(t, err, path, "is larger than 10 bytes")
}

func TestAllReadsUpToItsLimit(t *testing.T) {
	for _, size := range []int{0, 1, 511, 512, 513, 1000} {
		want := strings.Repeat("x", size)
		if got, err := readfile.All(strings.NewReader(want), 1000); err != nil || string(got) != want {
			t.Errorf("got %d bytes of %d (%v)", len(got), size, err)
		}
	}
	if _, err := readfile.All(endless{}, 1<<20); err == nil || err.Error() != "is larger than 1 MiB" {
		t.Errorf("endless input: got error %v", err)
	}
}

func TestFileTellsWhatIsMissing(t *testing.T) {
	_, err := readfile.File("no-such-file", 10)
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

// endless is a reader without end, as a device may be.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func checkPathError(t *testing.T, err error, path, want string) {
	t.Helper()
	var e *fs.PathError
	if !errors.As(err, &e) || e.Path != path || e.Err.Error() != want {
		t.Errorf("got error %v, want one of %s that says %q", err, path, want)
	}
}
