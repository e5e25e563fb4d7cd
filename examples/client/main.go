// Command client shows what a generated client does: it connects to a VMM,
// shows its status, watches events, and reaches it out-of-band while another
// command keeps its main loop.
//
//	go run ./examples/vmm --test-commands --qmp unix:/tmp/vmm.sock &
//	go run ./examples/client unix:/tmp/vmm.sock
//
// With --watch it goes on to print events until it is interrupted.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"github.com/qapi-go/qapi-gen/generated/vmm"
	"github.com/qapi-go/qapi-gen/qmp"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("client", flag.ContinueOnError)
	flags.SetOutput(stderr)
	watch := flags.Bool("watch", false, "print events until interrupted")
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: client [--watch] unix:PATH | tcp:HOST:PORT")
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil || flags.NArg() != 1 {
		if err == nil {
			flags.Usage()
		}
		return 2
	}
	if err := show(ctx, flags.Arg(0), *watch, stdout); err != nil {
		fmt.Fprintln(stderr, "client:", err)
		return 1
	}
	return 0
}

// patience is how long everything but watching may take.
const patience = 10 * time.Second

func show(ctx context.Context, addr string, watch bool, out io.Writer) error {
	bounded, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	// A VMM that is just starting gets its time.
	conn, err := qmp.Dial(bounded, addr, qmp.WithDialRetry(50*time.Millisecond))
	if err != nil {
		return err
	}
	err = showOnce(bounded, conn, out)
	if err == nil && watch {
		err = watchEvents(ctx, vmm.NewClient(conn), out)
	}
	return errors.Join(err, conn.Close())
}

// showOnce goes through what there is to see.
func showOnce(ctx context.Context, conn *qmp.Conn, out io.Writer) error {
	vm := vmm.NewClient(conn)
	version := conn.Version()
	fmt.Fprintf(out, "connected to version %d.%d.%d, capabilities %v\n",
		version.Major, version.Minor, version.Micro, conn.Capabilities())
	if err := showStatus(ctx, vm, out); err != nil {
		return err
	}
	if err := showEvents(ctx, conn, vm, out); err != nil {
		return err
	}
	return showOOB(ctx, vm, out)
}

func showStatus(ctx context.Context, vm *vmm.Client, out io.Writer) error {
	status, err := vm.QueryStatus(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "status: %s, running: %v\n", status.Status, status.Running)
	return nil
}

// showEvents pauses the machine and lets it go on, or the other way round.
// AwaitEvent subscribes before it executes, so that no event is missed.
func showEvents(ctx context.Context, conn *qmp.Conn, vm *vmm.Client, out io.Writer) error {
	status, err := vm.QueryStatus(ctx)
	if err != nil {
		return err
	}
	stop := func() error { return showEvent[vmm.StopEvent](ctx, conn, vm.Stop, out) }
	cont := func() error { return showEvent[vmm.ResumeEvent](ctx, conn, vm.Cont, out) }
	if status.Running {
		return errors.Join(stop(), cont())
	}
	return errors.Join(cont(), stop())
}

// showEvent executes a command and waits for the event that it causes.
func showEvent[T qmp.EventBody](ctx context.Context, conn *qmp.Conn, command func(context.Context) error, out io.Writer) error {
	ev, err := qmp.AwaitEvent[T](ctx, conn, command, nil)
	if err == nil {
		fmt.Fprintf(out, "the event %s came\n", ev.EventName())
	}
	return err
}

// watchEvents prints events until the context or the connection ends.
func watchEvents(ctx context.Context, vm *vmm.Client, out io.Writer) error {
	events := vm.Events(ctx) // from now on
	fmt.Fprintln(out, "watching events")
	for ev, err := range events {
		switch {
		case errors.Is(err, context.Canceled):
			return nil
		case err != nil && ev.Name == "":
			return err
		case ev.Body == nil: // newer than our schema
			fmt.Fprintf(out, "%s %s %s\n", ev.Time.Format(time.TimeOnly), ev.Name, ev.Data)
		default:
			fmt.Fprintf(out, "%s %s %+v\n", ev.Time.Format(time.TimeOnly), ev.Name, ev.Body)
		}
	}
	return nil
}
