package shell

import (
	"context"
	"errors"
	"sync"

	"github.com/qapi-go/qapi-gen/internal/launch"
	"github.com/qapi-go/qapi-gen/qmp"
)

// A Server is the server of a Session: one that listens at an address, or a program that
// is started.
type Server struct {
	Address string   // as qmp.Dial takes it
	Program []string // if there is no address; see launch.Run

	release func()
	ended   chan error // gets the error of launch.Run
}

// Connect is for a Config. A program is started at the first call, and can be
// connected to once.
func (t *Server) Connect(ctx context.Context, opts ...qmp.ConnOption) (*qmp.Conn, error) {
	if t.Address != "" {
		return qmp.Dial(ctx, t.Address, opts...)
	}
	if t.ended != nil {
		return nil, errors.New("the program has been connected to")
	}
	own, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	released := make(chan struct{})
	t.release = sync.OnceFunc(func() { close(released) })
	t.ended = make(chan error, 1)
	connected := make(chan *qmp.Conn, 1)
	go func() {
		defer cancel(nil)
		t.ended <- launch.Run(own, t.Program, func(_ context.Context, conn *qmp.Conn) error {
			connected <- conn
			select {
			case <-released:
				return nil
			case <-conn.Done():
				return conn.Err()
			}
		}, opts...)
	}()
	select {
	case conn := <-connected:
		return conn, nil
	case err := <-t.ended:
		t.ended = nil
		return nil, err
	case <-ctx.Done():
		cancel(context.Cause(ctx))
		err := <-t.ended
		t.ended = nil
		return nil, err
	}
}

// Stop ends a program that was started, and all that it has started. If the program
// ended before, the error says how. Stop is called when the Session is closed.
func (t *Server) Stop() error {
	if t.ended == nil {
		return nil
	}
	t.release()
	err := <-t.ended
	t.ended = nil
	return err
}
