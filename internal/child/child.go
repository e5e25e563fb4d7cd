// Package child starts commands that end when this process does, where the
// system can see to that.
package child

import (
	"os/exec"
	"runtime"
)

// Start starts cmd, and returns a function that waits for its end as cmd.Wait
// does. The function may be called once. The end is waited for at once, so that
// cmd may not have pipes of StdoutPipe and StderrPipe (see cmd.Wait).
//
// On Linux and FreeBSD the system kills the command when this process ends,
// however it ends. The command's own children are not killed.
func Start(cmd *exec.Cmd) (wait func() error, err error) {
	setParentDeathSignal(cmd)
	started, ended := make(chan error), make(chan error, 1)
	go func() {
		// Linux sends the signal when the thread ends that started the
		// command (golang.org/issue/27505), so the thread is kept.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			ended <- cmd.Wait()
		}
	}()
	return func() error { return <-ended }, <-started
}
