package outdir

import (
	"context"
	"errors"
	"time"
)

// errGone reports that the folder was removed while this process waited for the
// lock.
var errGone = errors.New("the folder is gone")

// patience is the time after which a process that waits for the lock says so.
const patience = time.Second

// A release releases a lock. It calls last while other processes do not use the
// folder any more and cannot lock it yet.
type release func(last func())

// lock waits until no other process writes to the folder. It excludes others
// until the lock is released or this process ends.
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
			// A system call that waits for a lock cannot be cancelled.
			go func() {
				if r := <-locked; r.err == nil {
					r.release(func() {})
				}
			}()
			return nil, context.Cause(ctx)
		}
	}
}
