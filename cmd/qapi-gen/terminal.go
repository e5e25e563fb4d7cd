package main

import (
	"io"
	"os"
	"time"
)

// isTerminal reports whether a person sees what is written to w. A device that is
// not the null device counts as a terminal.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err != nil || !os.SameFile(info, null)
}

// slow is how long people wait without being told what for.
const slow = time.Second

// sayIfSlow says on a terminal what the program does, if stop is not called soon.
func sayIfSlow(stderr io.Writer, what string) (stop func()) {
	if !isTerminal(stderr) {
		return func() {}
	}
	timer := time.AfterFunc(slow, func() { complainf(stderr, "qapi-gen: %s\n", what) })
	return func() { timer.Stop() }
}
