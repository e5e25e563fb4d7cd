package outdir

import (
	"context"
	"errors"
	"time"
)

// errGone tells that the folder went while this process waited for its turn.
var errGone = errors.New("the folder is gone")

// patience is how long a process waits for its turn before it says so.
const patience = time.Second

// A release gives a lock back. It calls last when others no longer depend on
// the folder and cannot yet take it for one to write to.
type release func(last func())

// lock waits until no other process writes to the folder, and keeps others from
// it until the lock is released or this process ends.
func (d *Dir) lock(ctx context.Context) (release, error) {
	type result struct {
		release release
		err     error
	}
	locked := make(chan result, 1)
	go func() {
		release, err := acquire(d.Path)
		locked <- result{release, err}
	}()
	patient := time.NewTimer(patience)
	defer patient.Stop()
	for {
		select {
		case r := <-locked:
			return r.release, r.err
		case <-patient.C:
			if d.Waiting != nil {
				d.Waiting()
			}
		case <-ctx.Done():
			// No system call that waits for a lock can be called off.
			go func() {
				if r := <-locked; r.err == nil {
					r.release(func() {})
				}
			}()
			return nil, context.Cause(ctx)
		}
	}
}
