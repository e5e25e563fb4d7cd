// Command vmm is a small virtual machine monitor without a machine: it keeps
// the state that its QMP commands are about, and nothing else. It shows how a
// program implements the interface that qapi-gen generates, and serves it.
//
//	go run ./examples/vmm --qmp unix:/tmp/vmm.sock [--qmp unix:/tmp/vmm2.sock]
//
// Like QEMU it serves one client a socket at a time; the next waits.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/qapi-go/qapi-gen/generated/vmm"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stderr))
}

// settings are what the command line says.
type settings struct {
	monitors     []string
	name         string
	testCommands bool
	preconfig    bool
	verbose      bool
}

func run(args []string, stderr io.Writer) int {
	set, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		return 2
	}
	if err := serve(set, stderr); err != nil {
		fmt.Fprintln(stderr, "vmm:", err)
		return 1
	}
	return 0
}

func parse(args []string, stderr io.Writer) (settings, error) {
	var set settings
	flags := flag.NewFlagSet("vmm", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Func("qmp", "serve QMP at `ADDRESS`, unix:PATH, tcp:HOST:PORT or fd:N; can be repeated", func(address string) error {
		set.monitors = append(set.monitors, address)
		return nil
	})
	flags.StringVar(&set.name, "name", "", "name the machine `NAME`")
	flags.BoolVar(&set.testCommands, "test-commands", false, "have the commands that tests need")
	flags.BoolVar(&set.preconfig, "preconfig", false, "start before the machine is configured, until x-exit-preconfig")
	flags.BoolVar(&set.verbose, "verbose", false, "log every connection and command")
	if err := flags.Parse(args); err != nil {
		return set, err
	}
	if len(set.monitors) == 0 || flags.NArg() > 0 {
		fmt.Fprintln(stderr, "vmm: say where to serve: --qmp unix:PATH")
		flags.Usage()
		return set, errors.New("usage")
	}
	return set, nil
}

// serve runs the machine until quit or a signal.
func serve(set settings, stderr io.Writer) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	loop := new(mainLoop)
	m := newMachine(set.name, stop)
	m.srv = newServer(m, loop, set, stderr)

	var listeners []net.Listener
	for _, address := range set.monitors {
		l, err := server.Listen(address)
		if err != nil {
			return errors.Join(err, m.srv.Close())
		}
		listeners = append(listeners, l)
	}
	for _, l := range listeners {
		go func() {
			if err := m.srv.Serve(context.Background(), l); !errors.Is(err, server.ErrClosed) {
				fmt.Fprintln(stderr, "vmm:", err)
				stop()
			}
		}()
	}
	<-ctx.Done()
	m.emit(vmm.ShutdownEvent{Reason: m.shutdownCause()})
	deadline, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := m.srv.Shutdown(deadline); err != nil {
		fmt.Fprintln(stderr, "vmm: a command did not end in time:", err)
	}
	return nil
}

func newServer(m *machine, loop *mainLoop, set settings, stderr io.Writer) *server.Server {
	level := slog.LevelWarn
	if set.verbose {
		level = slog.LevelDebug
	}
	log := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: level}))
	options := []server.Option{
		server.WithVersion(qmp.Version{Major: 1, Minor: 2}),
		server.WithExecutor(loop),
		server.WithSingleClient(),
		server.WithLogger(log),
		server.WithCallHook(func(c server.Call) {
			log.Debug("command", "monitor", c.Monitor, "name", c.Command, "oob", c.OOB, "took", c.Duration, "error", c.Err)
		}),
		// What a guest can cause is limited.
		server.WithThrottle("RTC_CHANGE", time.Second),
		server.WithThrottle("WATCHDOG", time.Second),
		server.WithThrottle("BALLOON_CHANGE", time.Second),
		server.WithThrottle("VSERPORT_CHANGE", time.Second, "id"),
	}
	if set.preconfig {
		options = append(options, server.WithPreconfig())
	}
	srv := server.New(vmm.DispatchTable(m), options...)
	if !set.testCommands {
		for _, name := range testCommands {
			if err := srv.Disable(name, "start the VMM with --test-commands"); err != nil {
				panic(err) // a name that the schema does not have
			}
		}
	}
	return srv
}
