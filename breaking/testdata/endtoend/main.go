// Command endtoend has a client of the old schema talk to a server of the new
// one, and says how that went.
package main

import (
	"context"
	"fmt"
	"net"
	"os"

	"example.com/endtoend/newer"
	"example.com/endtoend/older"

	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

type monitor struct {
	newer.UnimplementedCommands
	srv *server.Server
}

func (s *monitor) Attach(_ context.Context, args newer.AttachArguments) error {
	fmt.Println("attach", *args.Backend.Path.Name, *args.Backend.Limits.Bytes, *args.Disk.Path.Name, args.Weight)
	return nil
}

func (s *monitor) QueryStatus(context.Context) (newer.Status, error) {
	status := newer.Status{Running: true, Reason: "started", Mode: newer.ModeCareful}
	return status, s.srv.Emit(newer.StatusEvent(status))
}

func (s *monitor) Detach(context.Context, newer.DetachArgs) (newer.Running, error) {
	return newer.Running{Running: false}, nil
}

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	impl := &monitor{}
	impl.srv = server.New(newer.DispatchTable(impl))
	defer impl.srv.Close()
	here, there := net.Pipe()
	go impl.srv.ServeConn(ctx, there)
	conn, err := qmp.NewConn(ctx, here)
	if err != nil {
		return err
	}
	defer conn.Close()
	return talk(ctx, conn, older.NewClient(conn))
}

func talk(ctx context.Context, conn *qmp.Conn, client *older.Client) error {
	disk := older.Disk{Path: "disk.img", Limits: older.Limits{Bytes: 1 << 30, Mode: older.ModeFast}}
	backend := older.Backend{Mode: older.ModeFast, Fast: &disk}
	if err := client.Attach(ctx, older.AttachArgs{Backend: backend, Disk: disk, Weight: 7}); err != nil {
		return err
	}
	events := conn.Subscribe()
	defer events.Close()
	status, err := client.QueryStatus(ctx)
	if err != nil {
		return err
	}
	fmt.Println("status", status.Running, *status.Reason)
	event, err := events.Next(ctx)
	if err != nil {
		return err
	}
	fmt.Println("event", event.Name)
	return client.Detach(ctx)
}
