// Command soak runs clients of mixed manners against a server of ours for a long time,
// and restarts the server meanwhile. Beside them a client calls a QEMU that is killed
// beneath it time and again. At the end it prints what became of the calls, and what
// the process holds.
//
//	go run ./test/soak -duration 10m
//
// Its status is 1 if a reply went to the wrong call, a call never came back, or
// something is left.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout))
}

type settings struct {
	duration time.Duration
	clients  int
	restart  time.Duration
	seed     uint64
	qemu     string
}

func run(args []string, out io.Writer) int {
	var set settings
	flags := flag.NewFlagSet("soak", flag.ContinueOnError)
	flags.DurationVar(&set.duration, "duration", 10*time.Minute, "how long to run")
	flags.IntVar(&set.clients, "clients", 100, "how many clients to run")
	flags.DurationVar(&set.restart, "restart", 3*time.Second, "how often to restart the server")
	flags.Uint64Var(&set.seed, "seed", 1, "where the random numbers come from")
	flags.StringVar(&set.qemu, "qemu", "qemu-system-x86_64", "the `PROGRAM` to kill; none if it is not found")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if err := soak(set, out); err != nil {
		_, _ = fmt.Fprintln(out, "soak:", err)
		return 1
	}
	return 0
}

// soak runs everything for the duration, and reports.
func soak(set settings, out io.Writer) error {
	dir, err := os.MkdirTemp("", "soak")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	warmUp()
	before := measure()
	var f figures
	ctx, cancel := context.WithTimeout(context.Background(), set.duration)
	defer cancel()
	h := &host{path: dir + "/qmp", figures: &f}
	var all sync.WaitGroup
	all.Go(func() { h.serveAndRestart(ctx, set.restart) })
	for i := range set.clients {
		all.Go(func() { h.runClient(ctx, i, set.seed) })
	}
	if program, err := exec.LookPath(set.qemu); err == nil {
		all.Go(func() { killQEMU(ctx, program, dir, &f) })
	} else {
		_, _ = fmt.Fprintln(out, "without QEMU:", err)
	}
	if err := reportUntil(ctx, &all, &f, out); err != nil {
		return err
	}
	after := settled(before)
	_, _ = fmt.Fprintf(out, "at the end\n%s%s", f.String(), after.compare(before))
	return f.verdict(before, after)
}
