package client

import (
	"testing"
	"time"

	"github.com/qapi-go/qapi-gen/qmp/lifecycle"
	"github.com/qapi-go/qapi-gen/test/real/qemu102"
)

func TestShutdownByTheGuest(t *testing.T) {
	forEachQEMU(t, func(t *testing.T, program string) {
		for _, more := range [][]string{nil, {"-no-shutdown"}} {
			addr, process, ready := startGuest(t, program, obedientGuest, more...)
			ctx, conn := testContext(t), dial(t, addr)
			check(t, qemu102.NewClient(conn).Cont(ctx))
			ready()
			forced, err := lifecycle.Shutdown(ctx, conn, time.Minute)
			if forced || err != nil {
				t.Errorf("%v: forced %v, %v", more, forced, err)
			}
			if state, err := process.Wait(); err != nil || !state.Success() {
				t.Errorf("%v: QEMU's exit: %v, %v", more, state, err)
			}
		}
	})
}

func TestShutdownWithoutAGuest(t *testing.T) {
	forEachQEMU(t, func(t *testing.T, program string) {
		one, _, process := startQEMUProgram(t, program)
		forced, err := lifecycle.Shutdown(testContext(t), dial(t, one), 100*time.Millisecond)
		if !forced || err != nil {
			t.Errorf("forced %v, %v", forced, err)
		}
		if state, err := process.Wait(); err != nil || !state.Success() {
			t.Errorf("QEMU's exit: %v, %v", state, err)
		}
	})
}
