package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"syscall"
	"testing"
)

func TestErrorsOfTheSystemAreToldInWords(t *testing.T) {
	unix := &net.UnixAddr{Name: "vm.sock", Net: "unix"}
	for want, err := range map[string]error{
		"cannot read a: no such file or directory":                   &fs.PathError{Op: "open", Path: "a", Err: syscall.ENOENT},
		"-o: cannot write d: permission denied":                      fmt.Errorf("-o: %w", &fs.PathError{Op: "mkdir", Path: "d", Err: syscall.EACCES}),
		"cannot start ./vmm: exec format error":                      &fs.PathError{Op: "fork/exec", Path: "./vmm", Err: syscall.ENOEXEC},
		"cannot start vmm: executable file not found in $PATH":       &exec.Error{Name: "vmm", Err: exec.ErrNotFound},
		"cannot connect to unix:vm.sock: no such file or directory":  fmt.Errorf("qmp: %w", &net.OpError{Op: "dial", Net: "unix", Addr: unix, Err: os.NewSyscallError("connect", syscall.ENOENT)}),
		"the server closed the connection: connection reset by peer": fmt.Errorf("qmp: the server closed the connection: %w", &net.OpError{Op: "read", Net: "unix", Addr: unix, Err: os.NewSyscallError("read", syscall.ECONNRESET)}),
		"as it is": errors.New("as it is"),
	} {
		if got := InWords(err); got != want {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
}
