package fdconn

import (
	"fmt"
	"strings"
)

// SplitAddress splits an address for package net: "unix:PATH", "tcp:HOST:PORT",
// or "fd:N" for an inherited descriptor.
func SplitAddress(addr string) (network, address string, err error) {
	network, address, ok := strings.Cut(addr, ":")
	if !ok || address == "" || network != "unix" && network != "tcp" && network != "fd" {
		return "", "", fmt.Errorf("qmp: address %.100q: want unix:PATH, tcp:HOST:PORT or fd:N", addr)
	}
	return network, address, nil
}
