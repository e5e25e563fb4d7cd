//go:build !linux && !freebsd

package child

import "os/exec"

// setParentDeathSignal does nothing: the system has no such signal.
func setParentDeathSignal(*exec.Cmd) {}
