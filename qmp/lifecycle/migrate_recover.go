package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/qapi-go/qapi-gen/qmp"
)

// A Recovery is a new connection for a migration that has lost its own in postcopy.
type Recovery struct {
	// Listen is the URI at which the destination waits for the source, such as
	// "tcp:0.0.0.0:4446".
	Listen string
	// Connect is the URI at which the source reaches the destination, such as
	// "tcp:host2:4446".
	Connect string
	// Progress and Interval are those of a Migration.
	Progress func(MigrationProgress)
	Interval time.Duration
}

// pausedRetry is the interval at which a command is tried again that needs a paused
// migration, if no event reports that it is paused.
const pausedRetry = 250 * time.Millisecond

// pausedRetries is how often migrate-pause may be refused too. QEMU does so while the
// migration is not in postcopy, but also for a moment when the connection is lost, and
// QEMU has yet to notice.
var pausedRetries = 20

// RecoverPostcopy resumes a migration that has lost its connection in postcopy, and
// returns when it has completed. If it loses the new connection too, RecoverPostcopy
// returns an error that wraps [ErrPostcopyPaused], and can be called again.
//
// If a side has not noticed the loss yet, because the network is silent, migrate-pause
// makes it give up the old connection. The destination executes all its commands
// out-of-band: its main loop may wait for a page of memory that the lost
// connection should have delivered. So the connections must have that capability, which is
// [qmp.ErrOOBNotNegotiated] otherwise.
//
// It is an error if a side is not in postcopy, which takes some seconds to find out.
// QEMU before 9.1 does not report it if the source cannot connect. So give the context a
// deadline.
func RecoverPostcopy(ctx context.Context, source, destination qmp.Caller, r Recovery) error {
	to := pausedSide{conn: destination, do: func(ctx context.Context) error {
		return destination.ExecuteOOB(ctx, "migrate-recover", map[string]string{"uri": r.Listen}, nil)
	}}
	if err := to.doWhenPaused(ctx); err != nil {
		return fmt.Errorf("migration: recovering the destination: %w", err)
	}
	m := &migrationRun{Migration: Migration{Progress: r.Progress, Interval: r.Interval}, conn: source, resuming: true}
	defer func() { m.events.close() }()
	m.events = subscribe(ctx, source, migrationEvent)
	from := pausedSide{conn: source, do: func(ctx context.Context) error {
		// Without the event of migrate-pause, which looks like that of a second loss.
		m.events.close()
		m.events = subscribe(ctx, source, migrationEvent)
		return source.Execute(ctx, "migrate", resumeArgs{r.Connect, true}, nil)
	}}
	if err := from.doWhenPaused(ctx); err != nil {
		return fmt.Errorf("migration: resuming on the source: %w", err)
	}
	interval, err := m.pollInterval(ctx)
	if err == nil {
		err = m.await(ctx, interval)
	}
	return migrationErr(err)
}

type resumeArgs struct {
	URI    string `json:"uri"`
	Resume bool   `json:"resume"`
}

// A pausedSide is a side of a migration, and a command that it executes only while the
// migration is paused.
type pausedSide struct {
	conn qmp.Caller
	do   func(context.Context) error
}

// doWhenPaused executes the command, and pauses the migration before if need be.
func (s pausedSide) doWhenPaused(ctx context.Context) error {
	events := subscribe(ctx, s.conn, migrationEvent)
	defer events.close()
	for retries := 0; ; {
		err := s.do(ctx)
		if !refused(err) {
			return err
		}
		pauseErr := s.conn.ExecuteOOB(ctx, "migrate-pause", nil, nil)
		switch {
		case pauseErr == nil:
		case !refused(pauseErr):
			return pauseErr
		case retries == pausedRetries:
			return errors.Join(err, pauseErr)
		default:
			retries++
		}
		if err := awaitPaused(ctx, events); err != nil {
			return err
		}
	}
}

// awaitPaused waits until the migration is paused, or for pausedRetry.
func awaitPaused(ctx context.Context, events *eventStream) error {
	timer := time.NewTimer(pausedRetry)
	defer timer.Stop()
	for {
		e, err := events.next(ctx, timer.C)
		var data struct{ Status string }
		if e.decode(&data); err != nil || e.name == "" || data.Status == postcopyPaused {
			return err
		}
	}
}
