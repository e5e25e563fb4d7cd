//go:build linux || freebsd

package child

import (
	"os/exec"
	"syscall"
)

// setParentDeathSignal asks the system to kill the command when this process
// ends. A signal that the command can handle might not end it.
func setParentDeathSignal(cmd *exec.Cmd) {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = new(syscall.SysProcAttr)
	}
	cmd.SysProcAttr.Pdeathsig = syscall.SIGKILL
}
