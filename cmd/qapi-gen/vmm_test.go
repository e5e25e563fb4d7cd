package main

import (
	"context"
	"errors"
	"log"
	"net"
	"os"
	"strings"

	"github.com/qapi-go/qapi-gen/generated/vmm"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// implementsNothing answers every command with an error. The embedded interface
// makes DispatchTable keep the commands.
type implementsNothing struct{ vmm.Commands }

// vmmMain is a server of the example schema for scripts to start:
//
//	vmm stdio            on standard input and output
//	vmm fd=3             on descriptor 3
//	vmm unix:PATH        at a socket
//	vmm fail             complains and fails
//
// With -unserved first, it lists block_resize and refuses it.
func vmmMain() {
	monitor, err := vmmMonitor(os.Args[len(os.Args)-1])
	if err != nil {
		log.Fatal("vmm: ", err)
	}
	var options []server.Option
	if os.Args[1] == "-unserved" {
		options = append(options, server.WithMiddleware(unserved))
	}
	srv := server.New(vmm.DispatchTable(implementsNothing{vmm.UnimplementedCommands{}}), options...)
	if err := srv.ServeConn(context.Background(), monitor); err != nil {
		log.Fatal("vmm: ", err)
	}
}

// unserved has no handler for block_resize.
func unserved(c server.CommandInfo, next server.Handler) server.Handler {
	if c.Name != "block_resize" {
		return next
	}
	return func(context.Context, server.Args) (any, error) { return nil, server.NotImplemented(c.Name) }
}

func vmmMonitor(where string) (net.Conn, error) {
	switch path, isSocket := strings.CutPrefix(where, "unix:"); {
	case isSocket:
		l, err := net.Listen("unix", path)
		if err != nil {
			return nil, err
		}
		return l.Accept()
	case where == "stdio":
		return net.FileConn(os.Stdin) // check makes standard input and output one socket
	case where == "fd=3":
		return net.FileConn(os.NewFile(3, "monitor"))
	default:
		return nil, errors.New("no such machine")
	}
}
