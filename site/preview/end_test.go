package preview

import (
	"context"
	"net"
	"testing"
)

func TestServeEndsDuringABuild(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	server := &Server{
		Build: func(ctx context.Context, _ *Inputs) Result {
			stop()
			<-ctx.Done()
			return Result{}
		},
		Report: func(Result) { t.Error("a build that was interrupted was reported") },
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Serve(ctx, listener); err != nil {
		t.Error(err)
	}
	if conn, err := net.Dial("tcp", listener.Addr().String()); err == nil {
		conn.Close()
		t.Error("the listener is open")
	}
}

func TestServeFailsWithItsListener(t *testing.T) {
	server := &Server{Build: func(context.Context, *Inputs) Result { return Result{} }}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	if err := server.Serve(t.Context(), listener); err == nil {
		t.Error("there is no error")
	}
}
