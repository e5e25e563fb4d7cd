package main

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/internal/cli"
)

// A socketFlag is the value of --socket: the address of a monitor.
type socketFlag string

// String, Set and Type implement pflag.Value.
func (f *socketFlag) String() string { return string(*f) }

// Set parses an address, or the path of a socket.
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

// Type returns the name of the value in a usage text that has none.
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

// namesServer reports whether text names a server and not a schema.
func namesServer(text string) bool {
	if _, err := os.Stat(text); err == nil {
		return isSocket(text)
	}
	return isAddress(text)
}

// checkSchemaArg returns an error if the argument for SCHEMA names a server.
func checkSchemaArg(cmd *cobra.Command, arg string) error {
	if namesServer(arg) {
		return cli.Usagef(cmd, "%s is a server, and SCHEMA is expected; name the server with --socket %s", arg, arg)
	}
	return nil
}

// completeSocket completes a flag with the sockets in the folder that was typed.
func completeSocket(cmd *cobra.Command, flag string) {
	cli.CompleteBy(cmd, flag, func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		return sockets(typed)
	})
}

// sockets returns the sockets in the folder that was typed, and its folders.
func sockets(typed string) ([]string, cobra.ShellCompDirective) {
	prefix, path := "", typed
	if rest, ok := strings.CutPrefix(typed, "unix:"); ok {
		prefix, path = "unix:", rest
	}
	dir, _ := filepath.Split(path)
	entries, err := os.ReadDir(cmp.Or(dir, "."))
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var found []string
	for _, e := range entries {
		switch {
		case e.Type() == fs.ModeSocket:
			found = append(found, prefix+dir+e.Name())
		case e.IsDir():
			found = append(found, prefix+dir+e.Name()+"/")
		}
	}
	return found, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}
