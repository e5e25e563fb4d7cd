package lifecycle

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/qapi-go/qapi-gen/qmp"
)

func TestShutdown(t *testing.T) {
	const press = "-> system_powerdown\n<- {}\n"
	tests := []struct {
		name, script string
		grace        time.Duration
		forced       bool
		want         error
	}{
		{"by the guest", press + `<* POWERDOWN
			<* SHUTDOWN {"guest": true}
			-> quit
			<- {}
			<* HANG_UP`, time.Hour, false, nil},
		{"before the reply", `-> system_powerdown
			<* SHUTDOWN {"guest": true}
			<- {}
			-> quit
			<- {}
			<* HANG_UP`, time.Hour, false, nil},
		{"without the guest", press + `-> quit
			<- {}
			<* SHUTDOWN {"guest": false}
			<* HANG_UP`, 0, true, nil},
		{"by a crash", press + `<* HANG_UP`, time.Hour, false, qmp.ErrHangUp},
		{"refused", "-> system_powerdown\n<! GenericError no", time.Hour, false, errRefused},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			forced, err := Shutdown(t.Context(), faulty{play(t, tt.script)}, tt.grace)
			if forced != tt.forced {
				t.Errorf("forced: %v", forced)
			}
			checkError(t, err, tt.want)
		})
	}
}

func TestShutdownThatEndsQEMUBeforeQuit(t *testing.T) {
	conn := qmp.Intercept(play(t, "-> system_powerdown\n<- {}\n<* SHUTDOWN {\"guest\": true}"),
		func(ctx context.Context, call qmp.Call, next func(context.Context) error) error {
			if call.Name == "quit" {
				return qmp.ErrHangUp
			}
			return next(ctx)
		})
	if forced, err := Shutdown(t.Context(), conn, time.Hour); forced || err != nil {
		t.Errorf("forced %v, %v", forced, err)
	}
}

func TestShutdownDoesNotQuitAfterItsContext(t *testing.T) {
	ctx, cancel := cancelAt(t, "POWERDOWN")
	_, err := Shutdown(ctx, play(t, "-> system_powerdown\n<- {}\n<* POWERDOWN", cancel), time.Hour)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want context.Canceled", err)
	}
}
