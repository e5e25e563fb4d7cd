package lifecycle

import (
	"context"

	"github.com/qapi-go/qapi-gen/qmp"
)

// A jobInfo is what QEMU says of a job: query-jobs since 3.0, query-block-jobs before.
type jobInfo struct {
	ID      string
	Status  string
	Current int64 `json:"current-progress"`
	Total   int64 `json:"total-progress"`
	Error   string

	// Those of query-block-jobs.
	Device string
	Offset int64
	Len    int64
}

// query returns what QEMU says of the job. It is nil if QEMU does not list the job.
func (r *jobRun) query(ctx context.Context) (*jobInfo, error) {
	var jobs []jobInfo
	if !r.legacy {
		err := query(ctx, r.conn, "query-jobs", nil, &jobs)
		r.legacy = hasClass(err, qmp.CommandNotFound)
		if err != nil && !r.legacy {
			return nil, err
		}
	}
	if r.legacy {
		if err := query(ctx, r.conn, "query-block-jobs", nil, &jobs); err != nil {
			return nil, err
		}
	}
	for i := range jobs {
		job := &jobs[i]
		if r.legacy {
			job.ID, job.Current, job.Total = job.Device, job.Offset, job.Len
		}
		if job.ID == r.ID {
			return job, nil
		}
	}
	return nil, nil
}

// A jobVerb is a command about a job.
type jobVerb struct {
	name   string
	legacy string // the name in QEMU 2.12
	member string // of the id in the legacy command
}

var (
	completeJob = jobVerb{"job-complete", "block-job-complete", "device"}
	finalizeJob = jobVerb{"job-finalize", "block-job-finalize", "id"}
	dismissJob  = jobVerb{"job-dismiss", "block-job-dismiss", "id"}
)

// tell executes a command about the job, which has a status that calls for it. The
// status may have changed before QEMU gets the command: by itself (QEMU finalizes most
// jobs, and a job that is ready may be paused for a moment), or by another client.
// An error of QEMU then means nothing.
func (r *jobRun) tell(ctx context.Context, verb jobVerb, status string) error {
	if status == "pending" {
		// Most jobs are pending only for a moment.
		if info, err := r.query(ctx); err != nil || info == nil || info.Status != status {
			return err
		}
	}
	name, args := verb.name, map[string]string{"id": r.ID}
	if r.legacy {
		name, args = verb.legacy, map[string]string{verb.member: r.ID}
	}
	err := r.conn.Execute(ctx, name, args, nil)
	if !refused(err) {
		return err
	}
	info, queryErr := r.query(ctx)
	if queryErr != nil {
		return queryErr
	}
	if info == nil || info.Status != status {
		if verb == completeJob {
			r.completed = false // until it is ready again
		}
		return nil
	}
	return err
}

// report calls Progress for a status that the job has reached.
func (r *jobRun) report(ctx context.Context, status string) error {
	if r.Progress == nil {
		return nil
	}
	if status == r.last.Status {
		return nil // known from a query, before its event
	}
	info, err := r.query(ctx)
	if err != nil {
		return err
	}
	if info != nil {
		r.last.Current, r.last.Total = info.Current, info.Total
	}
	r.last.Status = status
	r.Progress(r.last)
	return nil
}

// reportNumbers calls Progress with the numbers of now.
func (r *jobRun) reportNumbers(ctx context.Context) error {
	if r.Progress == nil {
		return nil
	}
	info, err := r.query(ctx)
	if err != nil || info == nil {
		return err
	}
	r.last = JobProgress{Status: info.Status, Current: info.Current, Total: info.Total}
	r.Progress(r.last)
	return nil
}
