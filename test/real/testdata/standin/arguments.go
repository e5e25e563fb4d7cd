package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// A commandLine is what the stand-in makes of QEMU's arguments.
type commandLine struct {
	args      []string // for QEMU
	monitor   string   // the address to serve at
	behind    string   // the path of QEMU's own monitor
	pidFile   string
	daemonize bool
}

// parse takes the monitor out of the arguments, as libvirt writes them, and what has to
// do with the process.
func parse(args []string) (line commandLine) {
	line.behind = fmt.Sprintf("%s/standin-%d", os.TempDir(), os.Getpid())
	for i := 0; i < len(args); i++ {
		value := ""
		if i+1 < len(args) {
			value = args[i+1]
		}
		switch arg := args[i]; {
		case arg == "-daemonize":
			line.daemonize = true
		case arg == "-pidfile":
			line.pidFile = value
			i++
		case arg == "-qmp" && strings.HasPrefix(value, "unix:"):
			path, options, _ := strings.Cut(strings.TrimPrefix(value, "unix:"), ",")
			line.monitor = "unix:" + path
			line.args = append(line.args, arg, "unix:"+line.behind+","+options)
			i++
		case arg == "-chardev" && strings.HasPrefix(value, "socket,id=charmonitor,"):
			rest := strings.TrimPrefix(value, "socket,id=charmonitor,")
			source, options, _ := strings.Cut(rest, ",")
			name, where, _ := strings.Cut(source, "=")
			if name == "path" {
				name = "unix"
			}
			line.monitor = name + ":" + where
			line.args = append(line.args, arg, "socket,id=charmonitor,path="+line.behind+","+options)
			i++
		default:
			line.args = append(line.args, arg)
		}
	}
	return line
}

const daemonVariable = "STANDIN_DAEMON"

// daemonize starts the stand-in again in a session of its own, and waits until it is
// ready. Its descriptor 3 is where it says so.
func daemonize() error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	cmd := exec.Command("/proc/self/exe", os.Args[1:]...)
	cmd.Args[0] = os.Args[0]
	cmd.Env = append(os.Environ(), daemonVariable+"=1")
	// Its standard streams are /dev/null, or libvirt would wait for their end.
	cmd.ExtraFiles = []*os.File{w}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		return err
	}
	_ = w.Close()
	if n, _ := r.Read(make([]byte, 1)); n != 1 {
		return errors.New("the daemon ended before it was ready")
	}
	return nil
}

// ready writes the file with the process's number, and tells a parent that waits.
func (line *commandLine) ready() error {
	if line.pidFile != "" {
		if err := os.WriteFile(line.pidFile, []byte(strconv.Itoa(os.Getpid())+"\n"), 0o600); err != nil {
			return err
		}
	}
	if os.Getenv(daemonVariable) == "" {
		return nil
	}
	w := os.NewFile(3, "ready")
	defer w.Close()
	_, err := w.Write([]byte{1})
	return err
}

// inherited are the descriptors from 3 on that the process was started with, in their
// places.
func inherited() (files []*os.File) {
	entries, _ := os.ReadDir("/proc/self/fd")
	for _, e := range entries {
		fd, err := strconv.Atoi(e.Name())
		if err != nil || fd < 3 {
			continue
		}
		flags, _, failure := syscall.Syscall(syscall.SYS_FCNTL, uintptr(fd), syscall.F_GETFD, 0)
		if failure != 0 || flags&syscall.FD_CLOEXEC != 0 {
			continue // one of the runtime's own
		}
		for len(files) <= fd-3 {
			files = append(files, nil)
		}
		files[fd-3] = os.NewFile(uintptr(fd), "inherited")
	}
	return files
}
