package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/qapi-go/qapi-gen/internal/child"
)

// A contender is a server that runs, with a connection to it.
type contender struct {
	name    string
	process *exec.Cmd
	wait    func() error // for the process
	conn    net.Conn
	in      *bufio.Reader
}

// startAll starts servers and connects to them. The caller stops the contenders, even
// after an error.
func startAll(ctx context.Context, list []server) (contenders []*contender, err error) {
	for _, s := range list {
		// The server of an earlier start may have left its socket.
		if err := os.Remove(s.socket); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return contenders, err
		}
		c, err := newContender(ctx, s)
		if err != nil {
			return contenders, fmt.Errorf("%s: %w", s.name, err)
		}
		contenders = append(contenders, c)
	}
	return contenders, nil
}

func newContender(ctx context.Context, s server) (*contender, error) {
	//nolint:gosec // The command line names the programs to measure.
	c := &contender{name: s.name, process: exec.CommandContext(ctx, s.command[0], s.command[1:]...)}
	c.process.Stderr = os.Stderr
	var err error
	if c.wait, err = child.Start(c.process); err != nil {
		return nil, err
	}
	if c.conn, err = dial(ctx, s.socket); err != nil {
		c.stop()
		return nil, err
	}
	c.in = bufio.NewReaderSize(c.conn, 64<<10)
	if s.negotiate != "" {
		if err := c.negotiate(s.negotiate); err != nil {
			c.stop()
			return nil, err
		}
	}
	return c, nil
}

// dial connects to a socket as soon as it is there.
func dial(ctx context.Context, path string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for {
		conn, err := new(net.Dialer).DialContext(ctx, "unix", path)
		if err == nil {
			return conn, nil
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			return nil, err
		}
	}
}

func (c *contender) stop() {
	if c.conn != nil {
		_ = c.conn.Close()
	}
	_ = c.process.Process.Kill()
	_ = c.wait()
}

func (c *contender) negotiate(request string) error {
	if err := c.skipLines(1); err != nil {
		return err
	}
	if _, err := io.WriteString(c.conn, request); err != nil {
		return err
	}
	return c.skipLines(1)
}

// cpuTime returns the CPU time that the process has used, or 0 where the system does
// not tell.
func (c *contender) cpuTime() time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", c.process.Process.Pid))
	if err != nil {
		return 0
	}
	// The second field is a name in parentheses; 14 and 15 are the times in user
	// and in system mode, in clock ticks of 10 ms (proc_pid_stat(5)).
	_, rest, _ := bytes.Cut(stat, []byte(") "))
	fields := strings.Fields(string(rest))
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}
