//go:build unix

package launch

import (
	"context"
	"errors"
	"net"
	"os"
	"os/exec"
	"syscall"
	"time"

	"github.com/qapi-go/qapi-gen/internal/child"
)

// start starts the command in a process group of its own, so that stop reaches
// what it starts. The system kills the command if this process ends before it
// has called stop (see child.Start).
func (l *launch) start(ctx context.Context) (*process, error) {
	p := &process{ended: make(chan struct{})}
	// Its end is told by stop: a context would kill the command alone.
	p.cmd = exec.CommandContext(context.WithoutCancel(ctx), l.args[0], l.args[1:]...) //nolint:gosec // it is the user's
	p.cmd.Stderr = &p.stderr
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	// A process that outlives the command may keep standard error open. Less
	// than grace, for endsItself to hear of the end.
	p.cmd.WaitDelay = grace / 2
	if l.kind != socketMonitor {
		theirs, err := p.connect()
		if err != nil {
			return nil, err
		}
		defer func() { _ = theirs.Close() }() // the command has its own
		if l.kind == stdioMonitor {
			p.cmd.Stdin, p.cmd.Stdout = theirs, theirs
		} else {
			p.cmd.ExtraFiles = []*os.File{theirs}
		}
	}
	wait, err := child.Start(p.cmd)
	if err != nil {
		if p.conn != nil {
			err = errors.Join(err, p.conn.Close())
		}
		return nil, err
	}
	go func() {
		_ = wait() // how it ended is in ProcessState
		close(p.ended)
	}()
	return p, nil
}

// connect makes a pair of sockets: one is the connection of p, the other
// for the command.
func (p *process) connect() (theirs *os.File, err error) {
	syscall.ForkLock.RLock()
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err == nil {
		syscall.CloseOnExec(fds[0])
		syscall.CloseOnExec(fds[1])
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return nil, os.NewSyscallError("socketpair", err)
	}
	ours := os.NewFile(uintptr(fds[0]), "monitor")
	theirs = os.NewFile(uintptr(fds[1]), "monitor")
	p.conn, err = net.FileConn(ours)
	return theirs, errors.Join(err, ours.Close())
}

// stop ends the command and the processes of its group, by force if they don't
// end when told to, and waits for it.
func (p *process) stop() {
	group := -p.cmd.Process.Pid
	_ = syscall.Kill(group, syscall.SIGTERM) // it may have ended
	timer := time.NewTimer(grace)
	defer timer.Stop()
	select {
	case <-p.ended:
	case <-timer.C:
	}
	_ = syscall.Kill(group, syscall.SIGKILL) // nobody may be left
	<-p.ended
}
