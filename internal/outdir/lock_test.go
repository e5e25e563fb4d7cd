package outdir

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
)

// Both ways of locking keep all others out, also where the one that has the
// lock removes what is locked.
func TestLocksExclude(t *testing.T) {
	defer goleak.VerifyNone(t)
	for name, acquire := range map[string]func(string) (release, error){"folder": acquire, "file": acquireFile} {
		dir := t.TempDir()
		var wg sync.WaitGroup
		inside := make(chan struct{}, 1)
		for range 8 {
			wg.Go(func() {
				for range 50 {
					release, err := acquire(dir)
					if err != nil {
						t.Errorf("%s: %v", name, err)
						return
					}
					select {
					case inside <- struct{}{}:
						<-inside
					default:
						t.Errorf("%s: two have the lock", name)
					}
					release(func() {})
				}
			})
		}
		wg.Wait()
		if got := contents(t, dir); len(got) > 0 {
			t.Errorf("%s: left %v", name, got)
		}
	}
}

func TestLocksTellThatTheFolderIsGone(t *testing.T) {
	gone := filepath.Join(t.TempDir(), "gone")
	for name, acquire := range map[string]func(string) (release, error){"folder": acquire, "file": acquireFile} {
		if _, err := acquire(gone); !errors.Is(err, errGone) {
			t.Errorf("%s: got error %v", name, err)
		}
	}
}

// Writers of different packages, some of which fail and remove the folder that
// they made, never mix them.
func TestConcurrentWritesDoNotMix(t *testing.T) {
	defer goleak.VerifyNone(t)
	packageOf := func(n int) (list []File, want map[string]string) {
		want = map[string]string{}
		for i := range 10 + n { // not all have the same files
			name, text := fmt.Sprintf("file%d.go", i), fmt.Sprintf("%spackage %d\n", ours, n)
			list = append(list, File{name, []byte(text)})
			want[name] = text
		}
		return list, want
	}
	for range 20 {
		dir := filepath.Join(t.TempDir(), "made", "by", "Write")
		var wg sync.WaitGroup
		for n := range 3 {
			list, _ := packageOf(n)
			wg.Go(func() {
				if _, err := at(dir).Write(t.Context(), list); err != nil {
					t.Error(err)
				}
			})
			wg.Go(func() {
				if _, err := at(dir).Write(t.Context(), append(list, File{tooLong, []byte(ours)})); err == nil {
					t.Error("wrote a file whose name is too long")
				}
			})
		}
		wg.Wait()
		var diffs []string
		for n := range 3 {
			_, want := packageOf(n)
			diffs = append(diffs, cmp.Diff(want, contents(t, dir)))
		}
		if diffs[0] != "" && diffs[1] != "" && diffs[2] != "" {
			t.Fatalf("what is left is none of the packages; it differs from the first by (-want +got):\n%s", diffs[0])
		}
	}
}

func TestAKilledProcessLeavesNoLock(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, lockName), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	release, err := acquireFile(dir)
	if err != nil {
		t.Fatal(err)
	}
	release(func() {})
	if got := contents(t, dir); len(got) > 0 {
		t.Errorf("left %v", got)
	}
}
