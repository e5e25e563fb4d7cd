package cli

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"strings"
)

// InWords returns the text of an error for people, without the names of system
// calls and Go packages.
func InWords(err error) string {
	text := err.Error()
	var path *fs.PathError
	var program *exec.Error
	var network *net.OpError
	switch {
	case errors.As(err, &network):
		text = strings.Replace(text, network.Error(), networkWords(network), 1)
	case errors.As(err, &path):
		text = strings.Replace(text, path.Error(), pathWords(path), 1)
	case errors.As(err, &program):
		text = strings.Replace(text, program.Error(), "cannot start "+program.Name+": "+cause(program.Err).Error(), 1)
	}
	return strings.ReplaceAll(text, "qmp: ", "")
}

func pathWords(err *fs.PathError) string {
	verb := "cannot read "
	switch err.Op {
	case "fork/exec", "chdir":
		verb = "cannot start "
	case "mkdir", "write", "remove", "chmod":
		verb = "cannot write "
	}
	return verb + err.Path + ": " + cause(err.Err).Error()
}

func networkWords(err *net.OpError) string {
	if err.Op != "dial" {
		return cause(err.Err).Error()
	}
	where := err.Net
	if err.Addr != nil {
		where += ":" + err.Addr.String()
	}
	return "cannot connect to " + where + ": " + cause(err.Err).Error()
}

// cause returns an error without the system call that returned it.
func cause(err error) error {
	var call *os.SyscallError
	if errors.As(err, &call) {
		return call.Err
	}
	return err
}
