package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/qapi-go/qapi-gen/qmp"
)

// A Migration is a migration that Migrate runs.
type Migration struct {
	// Start executes the command that starts the migration: migrate, or
	// migrate-incoming on the destination. If it is nil, the migration has been
	// started before.
	Start func(ctx context.Context) error
	// Progress, if not nil, is called when the status of the migration changes, and
	// at each pass over the guest's memory. While it runs, nothing else is done for the
	// migration.
	Progress func(MigrationProgress)
	// Interval is the time between calls of Progress while nothing changes, because no
	// event has the numbers of a progress. Zero means no such calls.
	Interval time.Duration
	// PostcopyAfter switches to postcopy after that number of passes over the guest's
	// memory, if the migration has not completed by then. Zero means never. Source
	// and destination need the capability postcopy-ram.
	PostcopyAfter int
}

// A MigrationProgress is the state of a migration.
type MigrationProgress struct {
	// Status is the MigrationStatus of QEMU's schema, such as "active".
	Status string
	// Pass counts the passes over the guest's memory, the first of which is 1.
	Pass int64
	// Transferred, Remaining and Total are bytes of memory. Transferred counts a page
	// each time that it is sent.
	Transferred, Remaining, Total int64
	// Elapsed is the time since the start, to the millisecond.
	Elapsed time.Duration
	// Downtime is how long the guest was stopped, or is expected to be, to the
	// millisecond.
	Downtime time.Duration
}

// A MigrationError says that a migration has ended, or has stopped, without success.
type MigrationError struct {
	// Status is the MigrationStatus of QEMU's schema: "failed"; "cancelled", and the
	// error wraps ErrCancelled; "postcopy-paused", and it wraps ErrPostcopyPaused.
	Status string
	// Reason is what QEMU reports of the cause. It may be empty.
	Reason string
}

// Error returns the status and the reason.
func (e *MigrationError) Error() string {
	text := "migration: " + e.Status
	if e.Reason != "" {
		text += ": " + e.Reason
	}
	return text
}

// Unwrap returns ErrCancelled, ErrPostcopyPaused or nil.
func (e *MigrationError) Unwrap() error {
	switch e.Status {
	case "cancelled":
		return ErrCancelled
	case postcopyPaused:
		return ErrPostcopyPaused
	}
	return nil
}

// ErrPostcopyPaused is in the chain of the error of a migration that has lost its
// connection in postcopy. RecoverPostcopy resumes it.
var ErrPostcopyPaused = errors.New("the migration is paused")

const (
	migrationEvent = "MIGRATION"
	postcopyPaused = "postcopy-paused"
	// eventless is the interval for migrations that were started without the
	// capability events.
	eventless = time.Second
)

// Migrate runs a migration to its end. It enables the capability events before the
// start, which QEMU needs to send MIGRATION and MIGRATION_PASS. If Start is nil and the
// capability is off, Migrate asks for the status each second instead.
//
// If the migration fails or is cancelled, or if it loses its connection in postcopy,
// Migrate returns a [*MigrationError].
//
// QEMU waits for the program in the status pre-switchover, if that capability is on.
// Execute migrate-continue in Progress then.
//
// Migrate can be called for both sides. On the destination Start executes
// migrate-incoming. QEMU exits there if the migration fails, unless told otherwise,
// and the error wraps [qmp.ErrHangUp].
//
// If the context ends, the migration goes on. CancelMigration ends it, and Migrate
// without Start waits for it again.
func Migrate(ctx context.Context, c qmp.Caller, m Migration) error {
	r := &migrationRun{Migration: m, conn: c}
	r.events = subscribe(ctx, c, migrationEvent, "MIGRATION_PASS")
	defer r.events.close()
	return migrationErr(r.run(ctx))
}

// CancelMigration cancels a migration, on its source, and returns when it has ended. If
// there is none, it does nothing. If the migration completes meanwhile, it returns a
// [*MigrationError] with the status "completed". In postcopy the guest would be lost,
// so it returns an error and does not cancel then.
func CancelMigration(ctx context.Context, c qmp.Caller) error {
	r := &migrationRun{conn: c}
	r.events = subscribe(ctx, c, migrationEvent)
	defer r.events.close()
	return migrationErr(r.cancel(ctx))
}

// migrationErr says what an error is about, if it is not that of the migration itself.
func migrationErr(err error) error {
	var ended *MigrationError
	if err == nil || errors.As(err, &ended) {
		return err
	}
	return fmt.Errorf("migration: %w", err)
}
