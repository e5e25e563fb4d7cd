// Command standin stands in for qemu-system-x86_64: libvirt starts it with QEMU's
// arguments, and talks to a server of ours over QEMU's schema. That forwards each
// command, decoded, to a QEMU behind it by the client of the same schema.
//
// The file "qemu" beside the program is the QEMU, or a link to it: libvirt passes no
// environment.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/qapi-go/qapi-gen/internal/child"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/server"
	"github.com/qapi-go/qapi-gen/test/real/qemu72"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "standin:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	line := parse(args)
	switch {
	case line.monitor == "": // such as -version
		program, err := behind()
		if err != nil {
			return err
		}
		return syscall.Exec(program, append([]string{program}, args...), os.Environ())
	case line.daemonize && os.Getenv(daemonVariable) == "":
		return daemonize()
	}
	return serve(line)
}

// behind is the path of QEMU.
func behind() (string, error) {
	self, err := os.Executable()
	return filepath.Join(filepath.Dir(self), "qemu"), err
}

// serve runs QEMU, and serves until it ends or a signal comes.
func serve(line commandLine) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
	defer stop()
	program, err := behind()
	if err != nil {
		return err
	}
	cmd := exec.Command(program, line.args...)
	cmd.Stdout, cmd.Stderr, cmd.ExtraFiles = os.Stdout, os.Stderr, inherited()
	wait, err := child.Start(cmd)
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(line.behind) }()
	ended, cancel := context.WithCancel(ctx)
	waited := make(chan struct{})
	go func() {
		_ = wait()
		cancel()
		close(waited)
	}()
	defer func() {
		_ = cmd.Process.Kill()
		<-waited
	}()
	conn, err := qmp.Dial(ended, "unix:"+line.behind, qmp.WithDialRetry(10*time.Millisecond))
	if err != nil {
		return err
	}
	defer conn.Close()
	srv, err := forward(ended, conn)
	if err != nil {
		return err
	}
	l, err := server.Listen(line.monitor)
	if err != nil {
		return err
	}
	if err := line.ready(); err != nil {
		return err
	}
	go func() {
		<-ended.Done()
		bound, done := context.WithTimeout(context.Background(), time.Second)
		defer done()
		_ = srv.Shutdown(bound)
	}()
	if err := srv.Serve(context.Background(), l); !errors.Is(err, server.ErrClosed) {
		return err
	}
	return nil
}

// A forwarder executes commands by a client, whose method DeviceAdd takes more than the
// raw JSON that a server gets.
type forwarder struct{ *qemu72.Client }

func (f forwarder) DeviceAdd(ctx context.Context, args json.RawMessage) error {
	return f.Client.DeviceAdd(ctx, args)
}

// forward makes a server of the commands that QEMU has, and emits QEMU's events.
func forward(ctx context.Context, conn *qmp.Conn) (*server.Server, error) {
	client := qemu72.NewClient(conn)
	commands := forwarder{client}
	srv := server.New(qemu72.DispatchTable(commands), server.WithVersion(conn.Version()), server.WithSingleClient())
	var has []struct{ Name string }
	if err := conn.Execute(ctx, "query-commands", nil, &has); err != nil {
		return nil, err
	}
	names := map[string]bool{}
	for _, c := range has {
		names[c.Name] = true
	}
	for _, c := range qemu72.DispatchTable(commands).Commands {
		if !names[c.Name] && c.Name != "qmp_capabilities" {
			if err := srv.Disable(c.Name, "QEMU was built without it"); err != nil {
				return nil, err
			}
		}
	}
	events := client.Events(ctx)
	go func() {
		for ev, err := range events {
			if err == nil && ev.Body != nil {
				err = srv.Emit(ev.Body)
			}
			if err != nil {
				fmt.Fprintln(os.Stderr, "standin: events:", err)
				return
			}
		}
	}()
	return srv, nil
}
