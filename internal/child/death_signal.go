//go:build linux || freebsd

package child

import (
	"os/exec"
	"syscall"
)

// setParentDeathSignal makes the system kill the command when this process
// ends. The command could handle any other signal.
func setParentDeathSignal(cmd *exec.Cmd) {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = new(syscall.SysProcAttr)
	}
	cmd.SysProcAttr.Pdeathsig = syscall.SIGKILL
}
