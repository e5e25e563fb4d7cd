// Package child starts commands that end when this process does, on systems
// that support that.
package child

import (
	"os/exec"
	"runtime"
)

// Start starts cmd, and returns a function that waits for its end as cmd.Wait
// does. The function may be called once. Start itself waits in the background,
// so cmd must not use StdoutPipe or StderrPipe (see cmd.Wait).
//
// On Linux and FreeBSD the system kills the command when this process ends, for
// whatever reason. It does not kill the command's own children.
func Start(cmd *exec.Cmd) (wait func() error, err error) {
	setParentDeathSignal(cmd)
	started, ended := make(chan error), make(chan error, 1)
	go func() {
		// Linux sends the signal when the thread ends that started the command
		// (golang.org/issue/27505). Locking keeps the thread.
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
