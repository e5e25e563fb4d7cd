// Command roundtrip measures how many times a second query-status goes to
// examples/vmm and its reply comes back, one request at a time and with 32 in
// flight. Beside it, it measures a server that sends every line back, and the
// real QEMU if there is one: all with the same messages, over unix sockets,
// each server in a process of its own, in turn within each round.
//
//	roundtrip [-rounds N] [-time DURATION] VMM
//
// VMM is examples/vmm, built.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

func main() {
	var err error
	if len(os.Args) == 3 && os.Args[1] == "echo" {
		err = echo(os.Args[2])
	} else {
		err = run(os.Args[1:], os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "roundtrip:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("roundtrip", flag.ExitOnError)
	rounds := flags.Int("rounds", 7, "how often each server is measured; medians are reported")
	length := flags.Duration("time", 300*time.Millisecond, "how long one measurement takes")
	_ = flags.Parse(args)
	if flags.NArg() != 1 {
		return errors.New("say where the program examples/vmm is")
	}
	dir, err := os.MkdirTemp("", "roundtrip")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	contenders, err := start(dir, flags.Arg(0))
	defer func() {
		for _, c := range contenders {
			c.stop()
		}
	}()
	if err != nil {
		return err
	}
	for _, depth := range []int{1, 32} {
		if err := compare(contenders, depth, *rounds, *length); err != nil {
			return err
		}
		if _, err := out.Write(report(contenders, depth)); err != nil {
			return err
		}
	}
	return nil
}

// start starts the servers, the echo first.
func start(dir, vmm string) (contenders []*contender, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	socket := func(name string) string { return filepath.Join(dir, name) }
	const oob = `, "arguments": {"enable": ["oob"]}`
	for _, server := range []struct {
		name, path string
		qmp        bool
		capability string
		command    []string
	}{
		{"echo", socket("echo"), false, "", []string{self, "echo", socket("echo")}},
		{"examples/vmm", socket("vmm"), true, "", []string{vmm, "--qmp", "unix:" + socket("vmm")}},
		{"examples/vmm, OOB on", socket("oob"), true, oob, []string{vmm, "--qmp", "unix:" + socket("oob")}},
		{"QEMU", socket("qemu"), true, "", []string{
			"qemu-system-x86_64", "-nodefaults", "-display", "none", "-machine", "none",
			"-qmp", "unix:" + socket("qemu") + ",server=on,wait=off",
		}},
	} {
		if _, err := exec.LookPath(server.command[0]); err != nil {
			fmt.Fprintf(os.Stderr, "%s: skipped: %v\n", server.name, err)
			continue
		}
		c, err := newContender(server.name, server.path, server.command)
		if err != nil {
			return contenders, fmt.Errorf("%s: %w", server.name, err)
		}
		contenders = append(contenders, c)
		if server.qmp {
			if err := c.negotiate(server.capability); err != nil {
				return contenders, fmt.Errorf("%s: %w", server.name, err)
			}
		}
	}
	return contenders, nil
}

// A contender is a server with a connection to it.
type contender struct {
	name    string
	process *exec.Cmd
	conn    net.Conn
	in      *bufio.Reader
	rates   []float64 // round trips a second, by round
}

func newContender(name, path string, command []string) (*contender, error) {
	//nolint:gosec // It is the caller who says which programs to measure.
	c := &contender{name: name, process: exec.CommandContext(context.Background(), command[0], command[1:]...)}
	c.process.Stderr = os.Stderr
	if err := c.process.Start(); err != nil {
		return nil, err
	}
	var err error
	if c.conn, err = dial(path); err != nil {
		c.stop()
		return nil, err
	}
	c.in = bufio.NewReaderSize(c.conn, 64<<10)
	return c, nil
}

// dial connects to a socket as soon as it is there.
func dial(path string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
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
	_ = c.process.Wait()
}

func (c *contender) negotiate(arguments string) error {
	if err := c.skipLines(1); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(c.conn, `{"execute": "qmp_capabilities"%s}`, arguments); err != nil {
		return err
	}
	return c.skipLines(1)
}

// compare measures the contenders in turn.
func compare(contenders []*contender, depth, rounds int, length time.Duration) error {
	for _, c := range contenders {
		c.rates = nil
	}
	for range rounds {
		for _, c := range contenders {
			rate, err := c.measure(depth, length)
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			c.rates = append(c.rates, rate)
		}
	}
	return nil
}

const request = `{"execute": "query-status", "id": 12345}` + "\n"

// measure keeps depth requests in flight: for each reply that has come in it
// sends a request, in a write of its own, as callers that know nothing of one
// another do.
func (c *contender) measure(depth int, length time.Duration) (rate float64, err error) {
	message := []byte(request)
	done, inFlight, send := 0, 0, depth
	begin := time.Now()
	for {
		if time.Since(begin) > length {
			send = 0
		}
		for range send {
			if _, err := c.conn.Write(message); err != nil {
				return 0, err
			}
		}
		inFlight += send
		if inFlight == 0 {
			return float64(done) / time.Since(begin).Seconds(), nil
		}
		send, err = c.skipReplies()
		if err != nil {
			return 0, err
		}
		inFlight -= send
		done += send
	}
}

// skipReplies waits for a reply and skips it with those behind it that have
// come too.
func (c *contender) skipReplies() (n int, err error) {
	for n == 0 || c.in.Buffered() > 0 {
		if err := c.skipLines(1); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func (c *contender) skipLines(n int) error {
	for range n {
		if _, err := c.in.ReadSlice('\n'); err != nil {
			return err
		}
	}
	return nil
}

// report shows the medians, and that of each round's ratio to the first
// contender.
func report(contenders []*contender, depth int) (table []byte) {
	table = fmt.Appendf(table, "%-40s %14s %10s\n", fmt.Sprintf("%d in flight", depth), "round trips/s", "of echo")
	echo := contenders[0]
	for _, c := range contenders {
		ratios := make([]float64, len(c.rates))
		for round := range ratios {
			ratios[round] = c.rates[round] / echo.rates[round]
		}
		table = fmt.Appendf(table, "  %-38s %14.0f %10.2f\n", c.name, median(c.rates), median(ratios))
	}
	return table
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

// echo sends every line back to its one client, as plainly as it can be
// written: what has come together is answered together.
func echo(path string) error {
	l, err := new(net.ListenConfig).Listen(context.Background(), "unix", path)
	if err != nil {
		return err
	}
	conn, err := l.Accept()
	if err != nil {
		return err
	}
	in, out := bufio.NewReaderSize(conn, 64<<10), bufio.NewWriterSize(conn, 64<<10)
	for {
		line, err := in.ReadSlice('\n')
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		_, _ = out.Write(line)
		if in.Buffered() == 0 {
			if err := out.Flush(); err != nil {
				return err
			}
		}
	}
}
