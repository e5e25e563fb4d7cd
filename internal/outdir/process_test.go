package outdir

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func writeAndHold(dir string, stdout io.Writer) (status int) {
	at, err := strconv.Atoi(os.Getenv("OUTDIR_HOLD"))
	if err != nil {
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	openRoot = func(dir string) (folder, error) {
		root, err := osRoot(dir)
		return &counting{folder: root, before: func(i int) {
			if i == at {
				fmt.Fprintln(stdout, "held")
				<-ctx.Done()
			}
		}}, err
	}
	if _, err := (&Dir{Path: dir, Marks: map[string]string{".go": mark}}).Write(ctx, files); err != nil {
		fmt.Fprintln(stdout, err)
		return 3
	}
	return 0
}

// held starts such a process, and returns when it holds.
func held(t *testing.T, dir string, n int) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), "OUTDIR_TEST="+dir, "OUTDIR_HOLD="+strconv.Itoa(n))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "held\n" {
		t.Fatalf("it says %q (%v)", line, err)
	}
	return cmd
}

// operations is how many a Write of files makes in the folder before: one for
// the temporary file, two for each file to write, one for each to remove.
const operations = 9

func TestSignalsUndoWhatAProcessWrote(t *testing.T) {
	for _, sig := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		for n := range operations - 1 {
			dir := t.TempDir()
			write(t, dir, before)
			cmd := held(t, dir, n)
			if err := cmd.Process.Signal(sig); err != nil {
				t.Fatal(err)
			}
			if err := cmd.Wait(); cmd.ProcessState.ExitCode() != 3 {
				t.Errorf("%v at %d: it ends with %v", sig, n, err)
			}
			undone(t, dir)
		}
	}
}

func TestWritePutsRightWhatAKilledProcessLeft(t *testing.T) {
	for n := range operations {
		dir := t.TempDir()
		write(t, dir, before)
		cmd := held(t, dir, n)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // it was killed

		for name, text := range contents(t, dir) {
			if !strings.HasPrefix(name, ".") && text != before[name] && text != after[name] {
				t.Errorf("killed at %d: %s is neither old nor new", n, name)
			}
		}
		if changes, err := at(dir).Compare(files); len(changes) == 0 || err != nil {
			t.Errorf("killed at %d: not seen (%v)", n, err)
		}
		if _, err := at(dir).Write(t.Context(), files); err != nil {
			t.Errorf("killed at %d: the next process fails: %v", n, err)
		}
		if diff := cmp.Diff(after, contents(t, dir)); diff != "" {
			t.Errorf("killed at %d: the next process leaves (-want +got):\n%s", n, diff)
		}
	}
}

// A process that holds has the folder to itself. Others wait, until they are
// interrupted or it ends, by which way ever.
func TestProcessesTakeTurns(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, before)
	holder := held(t, dir, operations/2)

	waits := make(chan struct{})
	waiter := at(dir)
	waiter.Waiting = func() { close(waits) }
	ctx, interrupt := context.WithCancelCause(t.Context())
	done := make(chan error)
	write := func(d *Dir, ctx context.Context) {
		_, err := d.Write(ctx, files)
		done <- err
	}
	go write(waiter, ctx)
	<-waits
	interrupt(context.Canceled)
	if err := <-done; err == nil || !strings.Contains(err.Error(), "is left as it was") {
		t.Errorf("interrupted while it waits: got error %v", err)
	}

	go write(at(dir), t.Context())
	select {
	case err := <-done:
		t.Fatalf("wrote while another process does (error %v)", err)
	default:
	}
	if err := holder.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Errorf("when the other process is killed: %v", err)
	}
	_ = holder.Wait() // it was killed
	if diff := cmp.Diff(after, contents(t, dir)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
