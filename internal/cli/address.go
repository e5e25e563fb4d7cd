package cli

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// An Address is the address of a monitor, and the value of a flag.
type Address string

// String, Set and Type implement pflag.Value.
func (f *Address) String() string { return string(*f) }

// Set parses an address, or the path of a socket.
func (f *Address) Set(text string) error {
	switch {
	case isAddress(text):
		*f = Address(text)
	case isSocket(text) || strings.Contains(text, "/"):
		*f = Address("unix:" + text)
	default:
		return errors.New("unix:PATH or tcp:HOST:PORT is expected, or the path of a socket that exists")
	}
	return nil
}

// Type returns the name of the value in a usage text that has none.
func (*Address) Type() string { return "address" }

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

// NamesServer reports whether text names a server and not a schema.
func NamesServer(text string) bool {
	if _, err := os.Stat(text); err == nil {
		return isSocket(text)
	}
	return isAddress(text)
}

// CompleteSocket completes a flag with the sockets in the folder that was typed.
func CompleteSocket(cmd *cobra.Command, flag string) {
	CompleteBy(cmd, flag, func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		return Sockets(typed)
	})
}

// Sockets returns the sockets in the folder that was typed, and its folders.
func Sockets(typed string) ([]string, cobra.ShellCompDirective) {
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
