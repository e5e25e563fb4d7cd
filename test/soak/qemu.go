package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"sync"
	"time"

	"github.com/qapi-go/qapi-gen/internal/child"
	"github.com/qapi-go/qapi-gen/qmp"
)

// killQEMU starts a QEMU, calls it from several goroutines, and kills it, until the
// context ends.
func killQEMU(ctx context.Context, program, dir string, f *figures) {
	s := &soaker{host: &host{figures: f}}
	for i := 0; ctx.Err() == nil; i++ {
		path := fmt.Sprintf("%s/qemu%d", dir, i)
		if err := s.killOnce(ctx, program, path); err != nil {
			f.failed(err)
			return
		}
	}
}

func (s *soaker) killOnce(ctx context.Context, program, path string) error {
	//nolint:gosec // the user names the program
	cmd := exec.CommandContext(ctx, program, "-M", "none", "-nodefaults", "-display", "none",
		"-qmp", "unix:"+path+",server=on,wait=off")
	wait, err := child.Start(cmd)
	if err != nil {
		return err
	}
	defer func() { _ = wait() }()
	defer func() { _ = cmd.Process.Kill() }()
	c, err := qmp.Dial(ctx, "unix:"+path, qmp.WithDialRetry(10*time.Millisecond))
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	s.connections.Add(1)
	defer func() { _ = c.Close() }()
	var callers sync.WaitGroup
	for range 10 {
		callers.Go(func() {
			for goesOn := true; goesOn && ctx.Err() == nil; {
				s.calls.Add(1)
				goesOn = s.count(ctx, c, c.Execute(ctx, "query-version", nil, nil))
			}
		})
	}
	select {
	case <-time.After(time.Duration(100+rand.IntN(900)) * time.Millisecond):
	case <-ctx.Done():
	}
	_ = cmd.Process.Kill()
	s.kills.Add(1)
	callers.Wait()
	return nil
}
