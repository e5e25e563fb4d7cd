// Package launch starts a command that is a QMP server, talks to its monitor, and stops
// it with all that it started.
package launch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/qapi-go/qapi-gen/qmp"
)

// socketMark stands in a command line for the path of a socket.
const socketMark = "{socket}"

// A monitorKind is how a command that is started offers its monitor.
type monitorKind int

const (
	stdioMonitor      monitorKind = iota // standard input and output
	descriptorMonitor                    // descriptor 3
	socketMonitor                        // a socket it listens at
)

// A launch is a command line and where its monitor will be.
type launch struct {
	args []string
	kind monitorKind
	path string // of a socketMonitor, in a folder of its own
}

// Ask starts a command, calls ask with a connection to its monitor, and stops the
// command and all that it started. The monitor is
//
//   - at descriptor 3, if an argument has fd=3, or if the command is QEMU or its storage
//     daemon and its arguments define no monitor: Ask adds some that do,
//   - at a socket whose path takes the place of {socket} in the arguments,
//   - on standard input and output otherwise.
//
// If there is no reply, the error says how the command ended and what it last wrote to
// standard error. An error of ask about a reply that has come must be an [AnsweredError].
func Ask(ctx context.Context, command []string, ask func(context.Context, *qmp.Conn) error) error {
	if filepath.Base(command[0]) == "qemu-ga" {
		return errors.New("a guest agent has no introspection to compare with")
	}
	if i := slices.IndexFunc(command, daemonizes); i > 0 && isQEMU(command[0]) {
		return fmt.Errorf("leave %s out: only what stays a child of this process can be ended", command[i])
	}
	l, err := newLaunch(command)
	if err != nil {
		return err
	}
	if l.path != "" {
		defer func() { _ = os.RemoveAll(filepath.Dir(l.path)) }() // nothing is lost with what remains
	}
	proc, err := l.start(ctx)
	if err != nil {
		return err
	}
	err = proc.ask(ctx, l, ask)
	// When the time is up, the connection is closed, and the command may end for that.
	endedItself := err != nil && ctx.Err() == nil && proc.endsItself(ctx, err)
	proc.stop()
	if err != nil {
		return proc.explain(ctx, command, err, endedItself)
	}
	return nil
}

func daemonizes(arg string) bool { return arg == "-daemonize" || arg == "--daemonize" }

// newLaunch finds where the command's monitor is. QEMU and its storage daemon
// are told where to have one, unless they have been.
func newLaunch(command []string) (*launch, error) {
	l := &launch{args: slices.Clone(command)}
	for i, arg := range l.args {
		if !strings.Contains(arg, socketMark) {
			continue
		}
		if l.path == "" {
			dir, err := os.MkdirTemp("", "qapi-gen-")
			if err != nil {
				return nil, err
			}
			l.kind, l.path = socketMonitor, filepath.Join(dir, "qmp")
		}
		l.args[i] = strings.ReplaceAll(arg, socketMark, l.path)
	}
	switch options := monitorOptions(command); {
	case l.path != "":
	case slices.ContainsFunc(command, takesDescriptor):
		l.kind = descriptorMonitor
	case options != nil:
		l.kind = descriptorMonitor
		l.args = append(l.args, options...)
	}
	return l, nil
}

// takesDescriptor reports whether an argument says that the monitor is at
// descriptor 3.
func takesDescriptor(arg string) bool {
	return slices.ContainsFunc(strings.Split(arg, ","), func(o string) bool { return o == "fd=3" })
}

// monitorOptions are those that give a program of QEMU a monitor; nil if it
// has one, or is another program.
func monitorOptions(command []string) []string {
	const backend = "socket,id=qapi-gen-monitor,fd=3"
	program := command[0]
	has := func(names ...string) bool {
		return slices.ContainsFunc(command[1:], func(arg string) bool {
			name, _, _ := strings.Cut(strings.TrimLeft(arg, "-"), "=")
			return strings.HasPrefix(arg, "-") && slices.Contains(names, name)
		})
	}
	switch {
	case isStorageDaemon(program) && !has("monitor"):
		return []string{"--chardev", backend, "--monitor", "chardev=qapi-gen-monitor"}
	case isEmulator(program) && !has("qmp", "qmp-pretty", "mon"):
		return []string{"-chardev", backend, "-mon", "chardev=qapi-gen-monitor,mode=control"}
	default:
		return nil
	}
}

func isQEMU(program string) bool { return isEmulator(program) || isStorageDaemon(program) }

func isEmulator(program string) bool {
	name := filepath.Base(program)
	return strings.HasPrefix(name, "qemu-system-") || name == "qemu-kvm"
}

func isStorageDaemon(program string) bool { return filepath.Base(program) == "qemu-storage-daemon" }
