package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/qapi-go/qapi-gen/generated/vmm"
)

// showOOB has the VMM run a command that waits, and then sends it others.
func showOOB(ctx context.Context, vm *vmm.Client, out io.Writer) error {
	stuck, release, err := block(ctx, vm)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "x-block: the main loop is stuck")

	short, cancel := context.WithTimeout(ctx, 200*time.Millisecond)
	defer cancel()
	if _, err := vm.QueryStatus(short); err == nil {
		return errors.New("query-status was answered: the main loop is not stuck")
	} else if !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	fmt.Fprintln(out, "query-status: no answer in-band")

	instances, err := vm.OOB().QueryYank(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "query-yank: answered out-of-band, %d instances\n", len(instances))

	if err := errors.Join(release(), <-stuck); err != nil {
		return err
	}
	fmt.Fprintln(out, "x-block: the main loop goes on")
	return nil
}

// block executes a command that waits until somebody writes to a FIFO. It
// returns where the command's result will be, and what ends it.
func block(ctx context.Context, vm *vmm.Client) (<-chan error, func() error, error) {
	dir, err := os.MkdirTemp("", "client")
	if err != nil {
		return nil, nil, err
	}
	path := filepath.Join(dir, "fifo")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(dir))
	}
	stuck := make(chan error, 1)
	go func() { stuck <- vm.XBlock(ctx, vmm.XBlockArgs{Node: "client", FIFO: path}) }()
	release := func() error {
		// With O_WRONLY this would wait for a VMM that is gone.
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			return err
		}
		return errors.Join(f.Close(), os.RemoveAll(dir))
	}
	// A VMM that refuses the command does so at once.
	select {
	case err := <-stuck:
		return nil, nil, errors.Join(err, os.RemoveAll(dir))
	case <-time.After(100 * time.Millisecond):
		return stuck, release, nil
	}
}
