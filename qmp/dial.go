package qmp

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"syscall"
	"time"

	"github.com/qapi-go/qapi-gen/internal/fdconn"
)

// Dial connects to the server at addr and negotiates capabilities. The address is
// "unix:PATH", "tcp:HOST:PORT", or "fd:N", a connected socket that the process
// has inherited as descriptor N. The context bounds connecting and the handshake,
// and has no bearing on the connection afterwards.
func Dial(ctx context.Context, addr string, opts ...ConnOption) (*Conn, error) {
	network, address, err := fdconn.SplitAddress(addr)
	if err != nil {
		return nil, err
	}
	var nc net.Conn
	if network == "fd" {
		nc, err = fdconn.OpenInherited(address, "connected socket", net.FileConn)
	} else {
		nc, err = dialRetrying(ctx, network, address, newConnConfig(opts).dialRetry)
	}
	if err != nil {
		return nil, fmt.Errorf("qmp: %w", err)
	}
	c, err := NewConn(ctx, nc, opts...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", addr, err)
	}
	return c, nil
}

// dialRetrying connects; with an interval it waits for a listener to appear.
func dialRetrying(ctx context.Context, network, address string, interval time.Duration) (net.Conn, error) {
	var d net.Dialer
	var absent error
	for {
		nc, err := d.DialContext(ctx, network, address)
		if err == nil || interval <= 0 || (!isNotListening(err) && absent == nil) {
			return nc, err
		}
		if !isNotListening(err) { // the deadline, mostly
			return nil, fmt.Errorf("%w, after: %w", err, absent)
		}
		absent = err
		select {
		case <-time.After(interval):
		case <-ctx.Done():
			return nil, fmt.Errorf("%w, after: %w", ctx.Err(), absent)
		}
	}
}

func isNotListening(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ECONNREFUSED)
}
