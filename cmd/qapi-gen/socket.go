package main

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
)

// A socketFlag is the value of --socket: the address of a monitor.
type socketFlag string

// String, Set and Type make f a pflag.Value.
func (f *socketFlag) String() string { return string(*f) }

// Set takes an address, or the path of a socket.
func (f *socketFlag) Set(text string) error {
	switch {
	case isAddress(text):
		*f = socketFlag(text)
	case isSocket(text) || strings.Contains(text, "/"):
		*f = socketFlag("unix:" + text)
	default:
		return errors.New("unix:PATH or tcp:HOST:PORT is expected, or the path of a socket that exists")
	}
	return nil
}

// Type is shown where the flag's usage names no value.
func (*socketFlag) Type() string { return "address" }

// networks are the kinds of addresses.
var networks = []string{"unix", "tcp", "fd"}

func isAddress(text string) bool {
	network, rest, _ := strings.Cut(text, ":")
	return slices.Contains(networks, network) && rest != ""
}

func isSocket(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().Type() == fs.ModeSocket
}

// namesServer reports whether text names a server where a schema is expected.
func namesServer(text string) bool {
	if _, err := os.Stat(text); err == nil {
		return isSocket(text)
	}
	return isAddress(text)
}
