package preview

import (
	"context"
	"fmt"
	"net"
	"strings"
)

// Listen listens on an address, HOST:PORT, for a [Server]. Without a host it is
// localhost, so that other computers do not read a schema by accident; 0.0.0.0 is every
// interface. host is for [Server.Host], and url is where the server is then.
func Listen(ctx context.Context, address string) (listener net.Listener, host, url string, err error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, "", "", fmt.Errorf("%q is no address: HOST:PORT or :PORT is expected", address)
	}
	if host == "" {
		host = "localhost"
	}
	var config net.ListenConfig
	listener, err = config.Listen(ctx, "tcp", net.JoinHostPort(host, port))
	if err != nil {
		return nil, "", "", err
	}
	_, port, err = net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return nil, "", "", err
	}
	shown := host
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		shown = "localhost"
	}
	return listener, strings.Trim(host, "[]"), "http://" + net.JoinHostPort(shown, port) + "/", nil
}
