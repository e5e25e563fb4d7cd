package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"

	"github.com/qapi-go/qapi-gen/internal/child"
)

// echo sends every line back to its one client, as plainly as it can be
// written: what has come together is answered together.
func echo(path string) error {
	l, err := new(net.ListenConfig).Listen(context.Background(), "unix", path)
	if err != nil {
		return err
	}
	conn, err := l.Accept()
	if err != nil {
		return err
	}
	in, out := bufio.NewReaderSize(conn, 64<<10), bufio.NewWriterSize(conn, 64<<10)
	for {
		line, err := in.ReadSlice('\n')
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		_, _ = out.Write(line)
		if in.Buffered() == 0 {
			if err := out.Flush(); err != nil {
				return err
			}
		}
	}
}

// startBusy starts n processes that use a processor each.
func startBusy(ctx context.Context, n int) (stop func(), err error) {
	ctx, kill := context.WithCancel(ctx)
	var waits []func() error
	stop = func() {
		kill()
		for _, wait := range waits {
			_ = wait()
		}
	}
	self, err := os.Executable()
	if err != nil {
		return stop, err
	}
	for range n {
		wait, err := child.Start(exec.CommandContext(ctx, self, "spin")) //nolint:gosec // It is this program.
		if err != nil {
			return stop, err
		}
		waits = append(waits, wait)
	}
	return stop, nil
}

// spin uses a processor until the process is killed.
func spin() {
	for { //nolint:staticcheck // That is what it is for.
	}
}
