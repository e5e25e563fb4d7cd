package server

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"strconv"
	"syscall"

	"github.com/qapi-go/qapi-gen/internal/fdconn"
)

// Listen listens at an address of the forms that qmp.Dial takes: "unix:PATH",
// "tcp:HOST:PORT", or "fd:N", a listening socket that the process has inherited
// as descriptor N.
//
// A socket at PATH that nobody listens at any more, such as one of a server that
// was killed, is removed. One that somebody listens at is left alone: the error
// says so. Closing the listener removes the socket.
func Listen(addr string) (net.Listener, error) {
	network, address, err := fdconn.SplitAddress(addr)
	if err != nil {
		return nil, err
	}
	switch network {
	case "fd":
		return listenFD(address)
	case "unix":
		if err := removeStale(address); err != nil {
			return nil, err
		}
	}
	l, err := net.Listen(network, address) //nolint:noctx // it does not wait
	if err != nil {
		return nil, fmt.Errorf("qmp: %w", err)
	}
	return l, nil
}

func listenFD(number string) (net.Listener, error) {
	n, err := strconv.ParseUint(number, 10, 31)
	if err != nil {
		return nil, fmt.Errorf("qmp: address fd:%s: want the number of a descriptor", number)
	}
	f := os.NewFile(uintptr(n), "fd:"+number)
	if f == nil {
		return nil, fmt.Errorf("qmp: descriptor %s is not open", number)
	}
	defer func() { _ = f.Close() }() // the listener has a duplicate
	l, err := net.FileListener(f)
	if err != nil {
		return nil, fmt.Errorf("qmp: descriptor %s is no listening socket: %w", number, err)
	}
	return l, nil
}

// removeStale removes a socket that nobody listens at.
func removeStale(path string) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("qmp: %w", err)
	case info.Mode()&fs.ModeSocket == 0:
		return fmt.Errorf("qmp: %s exists and is no socket: choose another path, or remove it", path)
	}
	conn, err := net.Dial("unix", path) //nolint:noctx // a unix socket does not keep one waiting
	if err == nil {
		_ = conn.Close()
		return fmt.Errorf("qmp: a server listens at %s already", path)
	}
	if !errors.Is(err, syscall.ECONNREFUSED) {
		return fmt.Errorf("qmp: %s exists, and whether a server listens there is not known: %w", path, err)
	}
	if err := os.Remove(path); err != nil {
		return fmt.Errorf("qmp: %w", err)
	}
	return nil
}
