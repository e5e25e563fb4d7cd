// Command roundtrip measures how many times a second query-status goes to
// examples/vmm and its reply comes back, one request at a time and with 32 in
// flight. Beside it, it measures a server that sends every line back, and the
// real QEMU if there is one: all with the same messages, over unix sockets,
// each server in a process of its own, one after the other in each round.
//
//	roundtrip [-starts N] [-rounds N] [-time DURATION] [-busy N] VMM [BASELINE]
//
// VMM is examples/vmm, built, and BASELINE the same of another revision. With
// -busy, N processes use a processor each meanwhile.
//
// Two processes of the same program differ by a fifth, and a process that is measured
// after another one by a tenth. So the servers are started several times, and their
// order in a round is random.
//
// The CPU time of a server's process, where the system tells it by /proc, depends
// less on what else runs than the rate does.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

func main() {
	var err error
	switch {
	case len(os.Args) == 3 && os.Args[1] == "echo":
		err = echo(os.Args[2])
	case len(os.Args) == 2 && os.Args[1] == "spin":
		spin()
	default:
		err = run(os.Args[1:], os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "roundtrip:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("roundtrip", flag.ExitOnError)
	m := measurement{}
	flags.IntVar(&m.starts, "starts", 5, "how often the servers are started")
	flags.IntVar(&m.rounds, "rounds", 15, "how often each server is measured after a start; medians are reported")
	flags.DurationVar(&m.length, "time", 40*time.Millisecond, "how long one measurement takes")
	busy := flags.Int("busy", 0, "how many processes use a processor each meanwhile")
	_ = flags.Parse(args)
	if flags.NArg() < 1 || flags.NArg() > 2 {
		return errors.New("say where the program examples/vmm is, and perhaps that of another revision")
	}
	dir, err := os.MkdirTemp("", "roundtrip")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	// A signal ends the processes started here, and with them the measurement.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	defer stop()
	stopBusy, err := startBusy(ctx, *busy)
	defer stopBusy()
	if err != nil {
		return err
	}
	list, err := servers(dir, flags.Args())
	if err != nil {
		return err
	}
	for range m.starts {
		if err := m.run(ctx, list); err != nil {
			return err
		}
	}
	for _, depth := range depths {
		if _, err := out.Write(m.report(depth)); err != nil {
			return err
		}
	}
	return nil
}

// A server is a program to measure.
type server struct {
	name    string
	socket  string // of which the name is in a folder of its own
	command []string
	// negotiate is the first request; "" if it is no QMP server.
	negotiate string
}

// Requests that end the negotiation, without and with out-of-band execution.
const (
	inBandOnly = `{"execute": "qmp_capabilities"}`
	withOOB    = `{"execute": "qmp_capabilities", "arguments": {"enable": ["oob"]}}`
)

// servers lists the servers that can be started, the echo first. Their sockets are in
// dir.
func servers(dir string, vmms []string) ([]server, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	socket := func(name string) string { return filepath.Join(dir, name) }
	list := []server{{"echo", socket("echo"), []string{self, "echo", socket("echo")}, ""}}
	for i, vmm := range vmms {
		name := []string{"examples/vmm", "baseline's vmm"}[i]
		for _, mode := range []struct{ suffix, negotiate string }{{"", inBandOnly}, {", OOB on", withOOB}} {
			path := socket(fmt.Sprintf("vmm%d", len(list)))
			list = append(list, server{name + mode.suffix, path, []string{vmm, "--qmp", "unix:" + path}, mode.negotiate})
		}
	}
	const qemu = "qemu-system-x86_64"
	if _, err := exec.LookPath(qemu); err != nil {
		fmt.Fprintf(os.Stderr, "QEMU: skipped: %v\n", err)
		return list, nil
	}
	return append(list, server{"QEMU", socket("qemu"), []string{
		qemu, "-nodefaults", "-display", "none", "-machine", "none",
		"-qmp", "unix:" + socket("qemu") + ",server=on,wait=off",
	}, inBandOnly}), nil
}
