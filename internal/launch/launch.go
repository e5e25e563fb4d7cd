// Package launch starts programs that offer a monitor, connects to it, and ends
// them.
package launch

import (
	"context"
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

// Run starts a command, connects to its monitor, and calls use. It then stops the
// command and all that it started. The context of use ends when the command does.
//
// If the command ends by itself, or use returns an error, the error of Run says
// so, with what the command wrote to standard error. An error of use about a reply
// that has come must be an [AnsweredError].
func Run(ctx context.Context, command []string, use func(context.Context, *qmp.Conn) error, opts ...qmp.ConnOption) error {
	if i := slices.IndexFunc(command, daemonizes); i > 0 && isQEMU(command[0]) {
		return fmt.Errorf("leave %s out: qapi-gen can end only what stays its child", command[i])
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
	err = proc.use(ctx, l, use, opts)
	// When the time is up, the connection is closed, and the command may end for that.
	endedItself := err != nil && ctx.Err() == nil && proc.endsItself(ctx, err)
	proc.stop()
	if err != nil {
		return proc.explain(ctx, command, err, endedItself)
	}
	return nil
}

// An AnsweredError is an error about a reply of the command that has come. Run returns
// it as it is: how the command has ended has nothing to do with it.
type AnsweredError struct{ Err error }

func (e *AnsweredError) Error() string { return e.Err.Error() }

func (e *AnsweredError) Unwrap() error { return e.Err }

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
