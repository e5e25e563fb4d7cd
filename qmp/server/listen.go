package server

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
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
	l, err := listen(network, address)
	if err != nil {
		return nil, fmt.Errorf("qmp: %w", err)
	}
	return l, nil
}

func listen(network, address string) (net.Listener, error) {
	switch network {
	case "fd":
		return fdconn.OpenInherited(address, "listening socket", net.FileListener)
	case "unix":
		if err := removeStale(address); err != nil {
			return nil, err
		}
	}
	return net.Listen(network, address) //nolint:noctx // it does not wait
}

// removeStale removes a socket that nobody listens at.
func removeStale(path string) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.Mode()&fs.ModeSocket == 0:
		return fmt.Errorf("%s exists and is no socket: choose another path, or remove it", path)
	}
	conn, err := net.Dial("unix", path) //nolint:noctx // a unix socket does not keep one waiting
	if err == nil {
		_ = conn.Close()
		return fmt.Errorf("a server listens at %s already", path)
	}
	if !errors.Is(err, syscall.ECONNREFUSED) {
		return fmt.Errorf("%s exists, and whether a server listens there is not known: %w", path, err)
	}
	return os.Remove(path)
}
