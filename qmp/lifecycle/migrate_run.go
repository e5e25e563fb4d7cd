package lifecycle

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/qapi-go/qapi-gen/qmp"
)

// A migrationRun is a call of Migrate, or of a function that waits as Migrate does.
type migrationRun struct {
	Migration
	conn   qmp.Caller
	events *eventStream
	// reported is the last progress.
	reported MigrationProgress
	// switched is set when postcopy was requested.
	switched bool
	// resuming is set from the command that resumes a paused migration until its status
	// changes.
	resuming bool
}

func (r *migrationRun) run(ctx context.Context) error {
	if r.Start != nil {
		if err := r.enableEvents(ctx); err != nil {
			return err
		}
		if err := r.Start(ctx); err != nil {
			return err
		}
	}
	interval, err := r.pollInterval(ctx)
	if err != nil {
		return err
	}
	return r.await(ctx, interval)
}

// pollInterval returns the interval at which to ask for the status. QEMU refuses to
// enable the capability events during a migration.
func (r *migrationRun) pollInterval(ctx context.Context) (time.Duration, error) {
	enabled, err := r.hasEvents(ctx)
	if err == nil && !enabled && r.Interval <= 0 {
		return eventless, nil
	}
	return r.Interval, err
}

// await returns when the migration has ended, or has lost its connection in postcopy.
func (r *migrationRun) await(ctx context.Context, interval time.Duration) error {
	ticks, stop := newTicker(interval)
	defer stop()
	// The events are only the reason to ask, so one that is lost does no harm. The
	// status can also be newer than its event.
	var e event
	for {
		info, err := r.query(ctx)
		if err != nil {
			return err
		}
		r.report(info, e)
		if ended, err := r.end(info, e); ended {
			return err
		}
		if err := r.switchToPostcopy(ctx, e); err != nil {
			return err
		}
		if e, err = r.events.next(ctx, ticks); err != nil {
			return err
		}
	}
}

// end reports whether a migration has ended with this status, and how. The event is
// the reason why the status was queried.
func (r *migrationRun) end(info *migrationInfo, e event) (bool, error) {
	if r.resuming && info.Status == postcopyPaused && e.name != migrationEvent {
		return false, nil // still, and not again
	}
	r.resuming = false
	switch info.Status {
	case "completed":
		return true, nil
	case "failed", "cancelled", postcopyPaused:
		return true, &MigrationError{Status: info.Status, Reason: info.ErrorDesc}
	case "", "none":
		if r.Start == nil {
			return true, errNoMigration
		}
	}
	return false, nil
}

var (
	errNoMigration = errors.New("there is none")
	errPostcopy    = errors.New("it cannot be cancelled in postcopy, when source and destination both have a part of the guest")
)

// switchToPostcopy sends migrate-start-postcopy when the event says that there have been
// enough passes.
func (r *migrationRun) switchToPostcopy(ctx context.Context, e event) error {
	if r.PostcopyAfter <= 0 || r.switched || e.name != "MIGRATION_PASS" {
		return nil
	}
	var data struct{ Pass int } // which begins
	if e.decode(&data); data.Pass <= r.PostcopyAfter {
		return nil
	}
	r.switched = true
	return r.conn.Execute(ctx, "migrate-start-postcopy", nil, nil)
}

// report calls Progress, unless the event has caused no change.
func (r *migrationRun) report(info *migrationInfo, e event) {
	if r.Progress == nil {
		return
	}
	p := info.progress()
	if p.Status == r.reported.Status && e.name == migrationEvent {
		return // known from a query, before its event
	}
	// QEMU calculates the time of the whole after it has set the status completed.
	p.Elapsed = max(p.Elapsed, r.reported.Elapsed)
	r.reported = p
	r.Progress(p)
}

// cancel cancels the migration and waits for its end.
func (r *migrationRun) cancel(ctx context.Context) error {
	info, err := r.query(ctx)
	if err != nil {
		return err
	}
	if strings.HasPrefix(info.Status, "postcopy-") {
		return errPostcopy
	}
	if !info.inProgress() {
		return nil
	}
	interval, err := r.pollInterval(ctx)
	if err != nil {
		return err
	}
	if err := r.conn.Execute(ctx, "migrate_cancel", nil, nil); err != nil {
		return err
	}
	err = r.await(ctx, interval)
	var ended *MigrationError
	switch {
	case err == nil:
		return &MigrationError{Status: "completed", Reason: "before it could be cancelled"}
	case errors.As(err, &ended) && ended.Status != postcopyPaused:
		return nil // failed is as good
	}
	return err
}
