package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/qapi-go/qapi-gen/qmp"
)

// A Job is a job that RunJob runs: a block job such as blockdev-backup, or any other
// that query-jobs lists, such as blockdev-create.
type Job struct {
	// ID is the id of the job, which is the argument job-id of most commands.
	ID string
	// Start executes the command that starts the job. If it is nil, the job has
	// been started before.
	Start func(ctx context.Context) error
	// Progress, if not nil, is called when the status of the job changes. While it
	// runs, nothing else is done for the job.
	Progress func(JobProgress)
	// Interval is the time between calls of Progress while the status remains the
	// same, because no event has the numbers of a progress. Zero means no such calls.
	Interval time.Duration
	// Ready, if not nil, is called instead of job-complete when the job is ready, as
	// blockdev-mirror is once both disks are equal. It may wait, and complete or cancel
	// the job; or return, and leave that to another part of the program. A mirror that
	// block-job-cancel ends then, without force, has succeeded: the target remains a
	// copy. RunJob returns the error of Ready.
	Ready func(ctx context.Context) error
}

// A JobProgress is the state of a job.
type JobProgress struct {
	// Status is the JobStatus of QEMU's schema, such as "running".
	Status string
	// Current approaches Total, in a unit of the job. Block jobs count bytes. Total
	// may grow.
	Current, Total int64
}

// A JobError says that a job has failed or was cancelled.
type JobError struct {
	// ID is the id of the job.
	ID string
	// Reason is the error that QEMU reports. It is empty if QEMU reports none.
	Reason string
	// Cancelled is set if the job was cancelled, by job-cancel or with its disk. The
	// error wraps ErrCancelled then.
	Cancelled bool
}

// Error returns the job and the reason.
func (e *JobError) Error() string {
	switch {
	case e.Cancelled:
		return fmt.Sprintf("job %s: %v", e.ID, ErrCancelled)
	case e.Reason == "":
		return fmt.Sprintf("job %s failed, and QEMU has dismissed it with its error: set auto-dismiss to false", e.ID)
	}
	return fmt.Sprintf("job %s: %s", e.ID, e.Reason)
}

// Unwrap returns ErrCancelled if the job was cancelled.
func (e *JobError) Unwrap() error {
	if e.Cancelled {
		return ErrCancelled
	}
	return nil
}

// RunJob runs a job to its end, and dismisses it. It sends job-complete when the
// job is ready, job-finalize when it is pending, and job-dismiss when it is concluded.
// If the job fails or is cancelled, RunJob returns a [*JobError].
//
// Set auto-dismiss to false where a command has it. Otherwise QEMU removes the job at
// its end, and RunJob depends on events for the result. These have it for block jobs.
//
// If the context ends, the job goes on. To cancel it, execute job-cancel, and call
// RunJob without Start to wait for the end.
func RunJob(ctx context.Context, c qmp.Caller, job Job) error {
	r := &jobRun{Job: job, conn: c}
	r.events = subscribe(ctx, c, "JOB_STATUS_CHANGE",
		"BLOCK_JOB_READY", "BLOCK_JOB_PENDING", "BLOCK_JOB_COMPLETED", "BLOCK_JOB_CANCELLED")
	defer r.events.close()
	err := r.run(ctx)
	var failed *JobError
	if err == nil || errors.As(err, &failed) {
		return err
	}
	return fmt.Errorf("job %s: %w", job.ID, err)
}
