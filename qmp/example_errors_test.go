package qmp_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/qapi-go/qapi-gen/generated/vmm"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// A program tells by the error what to do about it.
func ExampleConn_Execute_errors() {
	conn, end := dialGuest()
	defer end()
	advice := func(err error) string {
		var e *qmp.Error
		switch {
		case errors.As(err, &e):
			return "the server refused it: " + e.Desc
		case errors.Is(err, qmp.ErrTimeout):
			return "the server is busy: try again later"
		case errors.Is(err, qmp.ErrHangUp):
			return "the server is gone: dial again"
		}
		return err.Error()
	}
	ctx := context.Background()
	fmt.Println(advice(conn.Execute(ctx, "blockdev-del", vmm.BlockdevDelArgs{NodeName: "disk"}, nil)))
	ctx, cancel := context.WithTimeout(ctx, 10*time.Millisecond)
	defer cancel()
	fmt.Println(advice(conn.Execute(ctx, "stop", nil, nil)))
	// Output:
	// the server refused it: there is no node 'disk'
	// the server is busy: try again later
}

// A connection ends when the server closes its side.
func ExampleConn_Done() {
	srv := server.New(vmm.DispatchTable(guest{}))
	ours, theirs := net.Pipe()
	go func() { _ = srv.ServeConn(context.Background(), theirs) }()
	conn, err := qmp.NewConn(context.Background(), ours)
	if err != nil {
		panic(err)
	}
	_ = srv.Close()
	<-conn.Done()
	fmt.Println(errors.Is(conn.Err(), qmp.ErrHangUp))
	_ = conn.Close()
	// Output: true
}
