package server_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"strings"

	"github.com/qapi-go/qapi-gen/generated/vmm"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// A counter is a VMM that counts how often it was stopped. Only its main loop
// calls Stop, so that it needs no lock.
type counter struct {
	vmm.UnimplementedCommands
	stops int
}

func (c *counter) Stop(context.Context) error {
	c.stops++
	return nil
}

func (c *counter) QueryName(context.Context) (vmm.NameInfo, error) { return vmm.NameInfo{}, nil }

// A mainLoop runs functions one after the other.
type mainLoop chan func()

func (l mainLoop) Execute(f func()) { l <- f }

func (l mainLoop) run() {
	for f := range l {
		f()
	}
}

// call serves one connection, and calls f with it.
func call(srv *server.Server, f func(*qmp.Conn)) {
	ours, theirs := net.Pipe()
	served := make(chan error)
	go func() { served <- srv.ServeConn(context.Background(), theirs) }()
	conn, err := qmp.NewConn(context.Background(), ours)
	if err != nil {
		log.Fatal(err)
	}
	f(conn)
	_ = conn.Close()
	if err := <-served; err != nil {
		log.Fatal(err)
	}
	_ = srv.Close()
}

// Commands run in the program's own main loop; those that are executed
// out-of-band do not.
func ExampleWithExecutor() {
	loop := make(mainLoop)
	go loop.run()
	vm := new(counter)
	srv := server.New(vmm.DispatchTable(vm), server.WithExecutor(loop))
	call(srv, func(conn *qmp.Conn) {
		client := vmm.NewClient(conn)
		for range 3 {
			if err := client.Stop(context.Background()); err != nil {
				log.Fatal(err)
			}
		}
	})
	close(loop)
	fmt.Println(vm.stops)
	// Output: 3
}

// A monitor for people who may only look.
func ExampleWithMiddleware() {
	queriesOnly := func(c server.CommandInfo, next server.Handler) server.Handler {
		if strings.HasPrefix(c.Name, "query-") {
			return next
		}
		return func(context.Context, server.Args) (any, error) { return nil, errors.New("this monitor is read-only") }
	}
	srv := server.New(vmm.DispatchTable(new(counter)), server.WithMiddleware(queriesOnly))
	call(srv, func(conn *qmp.Conn) {
		client := vmm.NewClient(conn)
		_, err := client.QueryName(context.Background())
		fmt.Println("query-name:", err)
		fmt.Println("stop:", client.Stop(context.Background()))
	})
	// Output:
	// query-name: <nil>
	// stop: stop: this monitor is read-only
}

// A small host halves what clients can make the server hold.
func ExampleDefaultLimits() {
	limits := server.DefaultLimits()
	limits.TotalBytes /= 2
	limits.OutputBytes /= 2
	srv := server.New(vmm.DispatchTable(new(counter)), server.WithLimits(limits))
	call(srv, func(conn *qmp.Conn) {
		fmt.Println(limits.TotalBytes>>20, "MiB;", vmm.NewClient(conn).Stop(context.Background()))
	})
	// Output: 128 MiB; <nil>
}
