package qmp

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"strings"
	"syscall"
	"time"
)

// Dial connects to the server at addr, "unix:PATH" or "tcp:HOST:PORT", and
// negotiates capabilities. The context bounds connecting and the handshake,
// and has no bearing on the connection afterwards.
func Dial(ctx context.Context, addr string, opts ...ConnOption) (*Conn, error) {
	network, address, err := splitAddress(addr)
	if err != nil {
		return nil, err
	}
	nc, err := dialRetrying(ctx, network, address, newConnConfig(opts).dialRetry)
	if err != nil {
		return nil, fmt.Errorf("qmp: %w", err)
	}
	c, err := NewConn(ctx, nc, opts...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", addr, err)
	}
	return c, nil
}

// splitAddress takes an address apart for package net.
func splitAddress(addr string) (network, address string, err error) {
	network, address, ok := strings.Cut(addr, ":")
	if !ok || address == "" || (network != "unix" && network != "tcp") {
		return "", "", fmt.Errorf("qmp: address %q: want unix:PATH or tcp:HOST:PORT", addr)
	}
	return network, address, nil
}

// dialRetrying connects; with an interval it waits for a listener to appear.
func dialRetrying(ctx context.Context, network, address string, interval time.Duration) (net.Conn, error) {
	var d net.Dialer
	var absent error
	for {
		nc, err := d.DialContext(ctx, network, address)
		if err == nil || interval <= 0 || (!nobodyListens(err) && absent == nil) {
			return nc, err
		}
		if !nobodyListens(err) { // the deadline, mostly
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

func nobodyListens(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ECONNREFUSED)
}
