package cli

import (
	"context"
	"os"
	"os/signal"
	"slices"
	"syscall"
)

// UntilSignalled returns a context that is cancelled by a signal that would end
// the program: the interrupt and quit keys, a hang-up of the terminal, a
// termination. A signal that was ignored at the start, as under nohup, stays
// ignored.
func UntilSignalled() (ctx context.Context, stop context.CancelFunc) {
	ends := []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT}
	ends = slices.DeleteFunc(ends, signal.Ignored)
	if len(ends) == 0 { // NotifyContext would relay all signals
		return context.WithCancel(context.Background())
	}
	return signal.NotifyContext(context.Background(), ends...)
}
