package lifecycle

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/qmp"
)

const (
	withEvents    = "-> query-migrate-capabilities\n" + `<- [{"capability": "xbzrle", "state": false}, {"capability": "events", "state": true}]` + "\n"
	withoutEvents = "-> query-migrate-capabilities\n" + `<- [{"capability": "events", "state": false}]` + "\n"
	enable        = `-> migrate-set-capabilities {"capabilities": [{"capability": "events", "state": true}]}` + "\n"
	migrate       = "-> migrate\n<- {}\n"
	prepare       = withEvents + migrate + withEvents
)

// migrationNow is the answer to query-migrate.
func migrationNow(status string) string {
	return "-> query-migrate\n" + `<- {"status": "` + status + `", "total-time": 1500, "expected-downtime": 300, ` +
		`"ram": {"transferred": 10, "remaining": 20, "total": 30, "dirty-sync-count": 2}}` + "\n"
}

// migrationChange is the event of a status, and the question that follows.
func migrationChange(status string) string {
	return `<* MIGRATION {"status": "` + status + "\"}\n" + migrationNow(status)
}

const migrationFailed = "-> query-migrate\n" + `<- {"status": "failed", "error-desc": "no route"}` + "\n"

func TestMigrate(t *testing.T) {
	tests := []struct {
		name, script string
		want         error
	}{
		{"to its end", prepare + migrationNow("setup") + migrationChange("active") + migrationChange("completed"), nil},
		{"with the capability enabled", withoutEvents + enable + "<- {}\n" + migrate + withEvents + migrationNow("setup") + migrationChange("completed"), nil},
		{"without the capability", withoutEvents + enable + "<! GenericError no\n", errRefused},
		{"that ends before the reply", withEvents + "-> migrate\n" + `<* MIGRATION {"status": "completed"}` + "\n<- {}\n" + withEvents + migrationNow("completed"), nil},
		{"on the destination", prepare + "-> query-migrate\n<- {}\n" + migrationChange("setup") + migrationChange("completed"), nil},
		{"that fails", prepare + migrationNow("setup") + `<* MIGRATION {"status": "failed"}` + "\n" + migrationFailed,
			&MigrationError{Status: "failed", Reason: "no route"}},
		{"that is cancelled", prepare + migrationNow("setup") + migrationChange("cancelling") + migrationChange("cancelled"),
			&MigrationError{Status: "cancelled"}},
		{"that loses its connection", prepare + migrationChange("postcopy-active") + migrationChange("postcopy-paused"),
			&MigrationError{Status: "postcopy-paused"}},
		{"whose events are lost", prepare + migrationNow("setup") + "<* BLOCK_IO_ERROR\n" + migrationNow("completed"), nil},
		{"that cannot be started", withEvents + "-> migrate\n<! GenericError no\n", errRefused},
		{"of a QEMU that ends", prepare + migrationNow("active") + "<* HANG_UP", qmp.ErrHangUp},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			conn := faulty{play(t, tt.script)}
			checkError(t, Migrate(t.Context(), conn, Migration{Start: execute(conn, "migrate", nil)}), tt.want)
		})
	}
}

func TestMigrateThatWasStartedBefore(t *testing.T) {
	tests := []struct {
		name, script string
		want         error
	}{
		{"and runs", withEvents + migrationNow("active") + migrationChange("completed"), nil},
		{"and has ended", withEvents + migrationFailed, &MigrationError{Status: "failed", Reason: "no route"}},
		{"without events", withoutEvents + migrationNow("active") + migrationNow("completed"), nil},
		{"and does not exist", withEvents + "-> query-migrate\n<- {}\n", errNoMigration},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			checkError(t, Migrate(t.Context(), play(t, tt.script), Migration{}), tt.want)
		})
	}
}

func TestPostcopyAfterAPass(t *testing.T) {
	conn := play(t, prepare+migrationNow("setup")+
		`<* MIGRATION_PASS {"pass": 1}`+"\n"+migrationNow("active")+
		`<* MIGRATION_PASS {"pass": 2}`+"\n"+migrationNow("active")+"-> migrate-start-postcopy\n<- {}\n"+
		`<* MIGRATION_PASS {"pass": 3}`+"\n"+migrationNow("active")+
		migrationChange("postcopy-active")+migrationChange("completed"))
	var got []string
	err := Migrate(t.Context(), conn, Migration{
		Start: execute(conn, "migrate", nil), PostcopyAfter: 1,
		Progress: func(p MigrationProgress) { got = append(got, p.Status) },
	})
	if err != nil {
		t.Error(err)
	}
	want := []string{"setup", "active", "active", "active", "postcopy-active", "completed"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

func TestMigrateEndsWithItsContext(t *testing.T) {
	ctx, cancel := cancelAt(t, "STOP")
	conn := play(t, prepare+migrationNow("setup")+"<* STOP", cancel)
	if err := Migrate(ctx, conn, Migration{Start: execute(conn, "migrate", nil)}); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want context.Canceled", err)
	}
}

func TestCancelMigration(t *testing.T) {
	const cancel = "-> migrate_cancel\n<- {}\n"
	tests := []struct {
		name, script string
		want         error
	}{
		{"in progress", migrationNow("active") + withEvents + cancel + migrationNow("cancelling") + migrationChange("cancelled"), nil},
		{"that fails", migrationNow("active") + withEvents + cancel + migrationFailed, nil},
		{"that completes", migrationNow("device") + withEvents + cancel + migrationNow("completed"),
			&MigrationError{Status: "completed", Reason: "before it could be cancelled"}},
		{"that has ended", migrationNow("completed"), nil},
		{"that does not exist", "-> query-migrate\n<- {}\n", nil},
		{"in postcopy", migrationNow("postcopy-active"), errPostcopy},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			checkError(t, CancelMigration(t.Context(), play(t, tt.script)), tt.want)
		})
	}
}

func TestRecoverPostcopy(t *testing.T) {
	const (
		listen      = `=> migrate-recover {"uri": "tcp:all:1"}` + "\n"
		resume      = `-> migrate {"uri": "tcp:dst:1", "resume": true}` + "\n"
		pause       = "=> migrate-pause\n"
		no          = "<! GenericError no\n"
		pausedEvent = `<* MIGRATION {"status": "postcopy-paused"}` + "\n"
		recovers    = `<* MIGRATION {"status": "postcopy-recover"}` + "\n"
	)
	toEnd := withEvents + migrationNow("postcopy-paused") + recovers + migrationNow("postcopy-recover") + migrationChange("completed")
	tests := []struct {
		name, source, destination string
		want                      error
	}{
		{"of two sides that are paused", resume + done + toEnd, listen + done, nil},
		{"of two sides that are not",
			resume + no + pause + done + pausedEvent + resume + done + toEnd,
			listen + no + pause + pausedEvent + done + listen + done, nil},
		{"of sides that pause by themselves meanwhile",
			resume + no + pause + no + resume + done + toEnd,
			listen + no + pause + no + listen + done, nil},
		{"of a destination without events of migrations", resume + done + toEnd, listen + no + pause + done + listen + done, nil},
		{"of a destination that is not in postcopy", "", listen + no + pause + no + listen + no + pause + no, errRefused},
		{"of a source that is not in postcopy", resume + no + pause + no + resume + no + pause + no, listen + done, errRefused},
		{"that loses its connection again", resume + done + withEvents + migrationNow("postcopy-paused") +
			recovers + migrationNow("postcopy-recover") + pausedEvent + migrationNow("postcopy-paused"), listen + done, ErrPostcopyPaused},
		{"that loses its connection again at once", resume + done + withEvents + migrationNow("postcopy-paused") +
			recovers + migrationNow("postcopy-paused"), listen + done, ErrPostcopyPaused},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := RecoverPostcopy(t.Context(), play(t, tt.source), play(t, tt.destination), Recovery{Listen: "tcp:all:1", Connect: "tcp:dst:1"})
			checkError(t, err, tt.want)
		})
	}
}

// The destination's main loop may be blocked, so nothing else will do.
func TestRecoverPostcopyNeedsOutOfBandExecution(t *testing.T) {
	ours, theirs := play(t, ""), qmp.Intercept(play(t, ""), func(_ context.Context, call qmp.Call, _ func(context.Context) error) error {
		if call.Mode != qmp.OutOfBand {
			t.Errorf("%s was executed in-band", call.Name)
		}
		return qmp.ErrOOBNotNegotiated
	})
	err := RecoverPostcopy(t.Context(), ours, theirs, Recovery{Listen: "tcp:all:1", Connect: "tcp:dst:1"})
	if !errors.Is(err, qmp.ErrOOBNotNegotiated) {
		t.Errorf("err = %v, want ErrOOBNotNegotiated", err)
	}
}
