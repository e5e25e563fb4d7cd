package child_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/child"
)

// The command continues when the thread ends that called Start.
func TestCommandOutlivesTheCallersThread(t *testing.T) {
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	var stdout bytes.Buffer
	cmd := exec.CommandContext(t.Context(), "cat")
	cmd.Stdin, cmd.Stdout = read, &stdout
	var wait func() error
	inEndingThread(func() { wait, err = child.Start(cmd) })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := write.WriteString("still here"); err != nil {
		t.Error(err)
	}
	if err := write.Close(); err != nil {
		t.Error(err)
	}
	if err := wait(); err != nil || stdout.String() != "still here" {
		t.Errorf("it wrote %q and ended: %v", &stdout, err)
	}
	_ = read.Close()
}

// inEndingThread calls f in a thread that has ended when inEndingThread
// returns. The main thread never ends, so it must wait elsewhere.
func inEndingThread(f func()) {
	threads := make(chan int)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		if syscall.Gettid() == syscall.Getpid() {
			inEndingThread(f)
			threads <- 0
			return
		}
		f()
		threads <- syscall.Gettid()
	}()
	thread := <-threads
	for thread != 0 {
		if _, err := os.Stat(fmt.Sprintf("/proc/self/task/%d", thread)); err != nil {
			return
		}
		runtime.Gosched()
	}
}
