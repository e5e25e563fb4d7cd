package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/qapi-go/qapi-gen/qmp"
)

// Shutdown shuts the machine down and ends QEMU. It presses the power button by
// system_powerdown, and waits for the guest to shut down. If that takes longer than
// grace, it ends QEMU without the guest. Then forced is true, and the guest may have
// lost data.
//
// Shutdown returns when QEMU has closed the connection. QEMU's process may need a
// moment longer to exit. If QEMU closes the connection without the event SHUTDOWN, it
// has crashed or was killed, and the error wraps [qmp.ErrHangUp]. A machine that is
// paused cannot shut down, so its whole grace passes.
//
// If the context ends first, Shutdown returns its error and does not end QEMU, but the
// guest may still shut down.
func Shutdown(ctx context.Context, c qmp.Caller, grace time.Duration) (forced bool, err error) {
	events := subscribe(ctx, c, "SHUTDOWN")
	defer events.close()
	timer := time.NewTimer(grace)
	defer timer.Stop()
	if err := c.Execute(ctx, "system_powerdown", nil, nil); err != nil {
		return false, fmt.Errorf("shutting down: %w", err)
	}
	forced, err = awaitShutdown(ctx, events, timer.C)
	if err != nil {
		return false, fmt.Errorf("shutting down: waiting for SHUTDOWN: %w", err)
	}
	// QEMU ends by itself after SHUTDOWN, except with -no-shutdown.
	err = c.Execute(ctx, "quit", nil, nil)
	for err == nil {
		_, err = events.next(ctx, nil)
	}
	if !errors.Is(err, qmp.ErrHangUp) {
		return forced, fmt.Errorf("shutting down: %w", err)
	}
	return forced, nil
}

// awaitShutdown waits for the event SHUTDOWN. It reports whether the timer came first.
func awaitShutdown(ctx context.Context, events *eventStream, timer <-chan time.Time) (late bool, err error) {
	for {
		e, err := events.next(ctx, timer)
		switch {
		case err != nil:
			return false, err
		case e.name == "SHUTDOWN":
			return false, nil
		case e.name == "":
			return true, nil
		}
	}
}
