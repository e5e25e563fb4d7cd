package lifecycle

import (
	"context"
	"errors"
	"strings"
	"syscall"
	"time"

	"github.com/qapi-go/qapi-gen/qmp"
)

// A jobRun is a call of RunJob.
type jobRun struct {
	Job
	conn   qmp.Caller
	events *eventStream
	// legacy is set for QEMU 2.12, which has block jobs alone, and other names for the
	// commands.
	legacy bool
	// last has the numbers of the last progress.
	last JobProgress
	// completed is set when job-complete was sent, or Ready called.
	completed bool
	// aborted is set when the job has had the status aborting: it fails.
	aborted bool
	// result is what BLOCK_JOB_COMPLETED or BLOCK_JOB_CANCELLED says. It is nil before.
	result *jobResult
}

type jobResult struct {
	reason    string
	cancelled bool
}

var (
	errNoJob = errors.New("QEMU has no job of this id: is it the job-id of the command?")
	errGone  = errors.New("QEMU has removed the job, and its end was not seen: set auto-dismiss to false")
)

// unseenJobWait is how long RunJob waits for an event of a job that was started and
// that QEMU does not list. QEMU has sent the events of such a job before, so they
// need only be read.
var unseenJobWait = 2 * time.Second

func (r *jobRun) run(ctx context.Context) error {
	if r.Start != nil {
		if err := r.Start(ctx); err != nil {
			return err
		}
	}
	info, err := r.query(ctx)
	if err != nil {
		return err
	}
	switch {
	case info == nil && r.Start == nil:
		return errNoJob
	case info == nil:
		return r.awaitUnlisted(ctx)
	case r.Start == nil:
		if ended, err := r.enter(ctx, info.Status); ended || err != nil {
			return err
		}
	}
	return r.await(ctx)
}

// await handles events until the job has ended.
func (r *jobRun) await(ctx context.Context) error {
	ticks, stop := newTicker(r.Interval)
	defer stop()
	for {
		e, err := r.events.next(ctx, ticks)
		if err != nil {
			return err
		}
		if e.name == "" {
			err = r.reportNumbers(ctx)
		}
		ended := false
		if err == nil {
			ended, err = r.handle(ctx, e)
		}
		if ended || err != nil {
			return err
		}
	}
}

// awaitUnlisted handles the events of a job that QEMU has removed by itself. If there
// are none, there was no such job.
func (r *jobRun) awaitUnlisted(ctx context.Context) error {
	timer := time.NewTimer(unseenJobWait)
	defer timer.Stop()
	for {
		e, err := r.events.next(ctx, timer.C)
		if err != nil {
			return err
		}
		if e.name == "" {
			return errNoJob
		}
		if ended, err := r.handle(ctx, e); ended || err != nil {
			return err
		}
	}
}

// handle handles an event. It reports whether the job has ended; the error is its
// result then.
func (r *jobRun) handle(ctx context.Context, e event) (ended bool, err error) {
	var data struct{ ID, Device, Status, Error string }
	e.decode(&data)
	if data.ID == r.ID || data.Device == r.ID {
		ended, err = r.handleOwn(ctx, e.name, data.Status, data.Error)
	}
	if !ended && err == nil && e.lost {
		return r.catchUp(ctx)
	}
	return ended, err
}

// handleOwn handles an event of the job. The events of block jobs are those of
// QEMU 2.12. Later releases send them too, before a JOB_STATUS_CHANGE.
func (r *jobRun) handleOwn(ctx context.Context, event, status, reason string) (ended bool, err error) {
	switch event {
	case "JOB_STATUS_CHANGE":
		return r.enter(ctx, status)
	case "BLOCK_JOB_COMPLETED":
		r.result = &jobResult{reason: reason}
		status = "concluded"
	case "BLOCK_JOB_CANCELLED":
		r.result = &jobResult{cancelled: true}
		status = "concluded"
	case "BLOCK_JOB_READY":
		status = "ready"
	case "BLOCK_JOB_PENDING":
		status = "pending"
	}
	if !r.legacy {
		return false, nil
	}
	return r.enter(ctx, status)
}

// catchUp enters the status that the job has now, after events were lost.
func (r *jobRun) catchUp(ctx context.Context) (ended bool, err error) {
	info, err := r.query(ctx)
	switch {
	case err != nil:
		return false, err
	case info != nil:
		return r.enter(ctx, info.Status)
	case r.result == nil:
		return true, errGone
	}
	return true, r.outcome("")
}

// enter does what a status calls for ("JobStatus" in QEMU's schema).
func (r *jobRun) enter(ctx context.Context, status string) (ended bool, err error) {
	if status == "null" {
		return true, r.outcome("")
	}
	if err := r.report(ctx, status); err != nil {
		return false, err
	}
	switch status {
	case "ready":
		return false, r.complete(ctx)
	case "pending":
		return false, r.tell(ctx, finalizeJob, status)
	case "aborting":
		r.aborted = true
	case "concluded":
		return r.conclude(ctx)
	}
	return false, nil
}

// complete sends job-complete, once. A job that is ready may become so again, after it
// was paused.
func (r *jobRun) complete(ctx context.Context) error {
	if r.completed {
		return nil
	}
	r.completed = true
	if r.Ready != nil {
		return r.Ready(ctx)
	}
	return r.tell(ctx, completeJob, "ready")
}

// conclude dismisses the job, unless QEMU does. In QEMU 2.12 nothing follows then.
func (r *jobRun) conclude(ctx context.Context) (ended bool, err error) {
	info, err := r.query(ctx)
	if err != nil {
		return false, err
	}
	if info == nil {
		if r.legacy {
			return true, r.outcome("")
		}
		return false, nil
	}
	result := r.outcome(info.Error)
	if err := r.tell(ctx, dismissJob, "concluded"); err != nil {
		return true, errors.Join(result, err)
	}
	return true, result
}

// outcome returns the job's error. The reason is that of query-jobs, if it has one.
func (r *jobRun) outcome(reason string) error {
	failed, cancelled := r.aborted, false
	if r.result != nil {
		cancelled = r.result.cancelled
		if reason == "" {
			reason = r.result.reason
		}
	}
	if strings.EqualFold(reason, syscall.ECANCELED.Error()) {
		cancelled = true // of a job without the events of block jobs
	}
	if !failed && !cancelled && reason == "" {
		return nil
	}
	return &JobError{ID: r.ID, Reason: reason, Cancelled: cancelled}
}
