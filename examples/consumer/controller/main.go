// Command controller serves the interface of a fan controller, fan.json, over QMP.
// It has no fans; it keeps their settings.
//
//	go run ./controller unix:/tmp/fan.sock
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"time"

	"example.com/consumer/fan"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: controller unix:PATH")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "controller:", err)
		os.Exit(1)
	}
}

// run serves until an interrupt.
func run(address string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	listener, err := server.Listen(address)
	if err != nil {
		return err
	}
	srv := newServer(newController())
	context.AfterFunc(ctx, func() {
		deadline, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = srv.Shutdown(deadline)
	})
	if err := srv.Serve(context.Background(), listener); !errors.Is(err, server.ErrClosed) {
		return err
	}
	return nil
}

// newServer makes the server of a controller.
func newServer(c *controller) *server.Server {
	return server.New(fan.DispatchTable(c), server.WithEmitter(&c.events))
}
