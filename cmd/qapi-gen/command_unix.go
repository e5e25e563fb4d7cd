//go:build unix

package main

import (
	"context"
	"errors"
	"net"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// grace is how long a command has to end by itself when it is told to.
const grace = 2 * time.Second

// start starts the command in a process group of its own, so that stop reaches
// what it starts.
func (l *launch) start(ctx context.Context) (*child, error) {
	c := &child{ended: make(chan struct{})}
	// Its end is told by stop: a context would kill the command alone.
	c.cmd = exec.CommandContext(context.WithoutCancel(ctx), l.args[0], l.args[1:]...) //nolint:gosec // it is the user's
	c.cmd.Stderr = &c.stderr
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	// A process that outlives the command may keep standard error open.
	c.cmd.WaitDelay = grace
	if l.kind != socketMonitor {
		theirs, err := c.connect()
		if err != nil {
			return nil, err
		}
		defer func() { _ = theirs.Close() }() // the command has its own
		if l.kind == stdioMonitor {
			c.cmd.Stdin, c.cmd.Stdout = theirs, theirs
		} else {
			c.cmd.ExtraFiles = []*os.File{theirs}
		}
	}
	if err := c.cmd.Start(); err != nil {
		if c.conn != nil {
			err = errors.Join(err, c.conn.Close())
		}
		return nil, err
	}
	go func() {
		c.err = c.cmd.Wait()
		close(c.ended)
	}()
	return c, nil
}

// connect makes a pair of sockets: one is the child's connection, the other
// for the command.
func (c *child) connect() (theirs *os.File, err error) {
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
	c.conn, err = net.FileConn(ours)
	return theirs, errors.Join(err, ours.Close())
}

// stop ends the command and the processes of its group, by force if they don't
// end when told to, and waits for it.
func (c *child) stop() {
	group := -c.cmd.Process.Pid
	_ = syscall.Kill(group, syscall.SIGTERM) // it may have ended
	timer := time.NewTimer(grace)
	defer timer.Stop()
	select {
	case <-c.ended:
	case <-timer.C:
	}
	_ = syscall.Kill(group, syscall.SIGKILL) // nobody may be left
	<-c.ended
}
