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

// Listen returns a listener for an address in one of the forms of qmp.Dial:
// "unix:PATH", "tcp:HOST:PORT", or "fd:N" for a listening socket that the process
// inherited as descriptor N.
//
// If PATH is a socket without a listener, such as one that a killed server left
// behind, Listen replaces it. If another process listens there, or PATH is not a
// socket, Listen returns an error. Closing the listener removes the socket.
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
	return net.Listen(network, address) //nolint:noctx // it does not block
}

// removeStale removes a unix socket without a listener.
func removeStale(path string) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.Mode()&fs.ModeSocket == 0:
		return fmt.Errorf("%s exists and is not a socket: choose another path, or remove it", path)
	}
	conn, err := net.Dial("unix", path) //nolint:noctx // a unix socket answers at once
	if err == nil {
		_ = conn.Close()
		return fmt.Errorf("another server listens at %s: stop it, or choose another path", path)
	}
	if !errors.Is(err, syscall.ECONNREFUSED) {
		return fmt.Errorf("%s exists, and a connection to see whether a server listens there failed: %w", path, err)
	}
	return os.Remove(path)
}
