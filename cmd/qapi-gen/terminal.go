package main

import (
	"io"
	"os"
	"time"
)

// isTerminal reports whether w is a terminal. Any character device other than
// the null device counts as one.
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

// slow is the time after which the program says what it is waiting for.
const slow = time.Second

// sayIfSlow prints what the program does to a terminal, unless stop is called
// soon.
func sayIfSlow(stderr io.Writer, what string) (stop func()) {
	if !isTerminal(stderr) {
		return func() {}
	}
	timer := time.AfterFunc(slow, func() { complainf(stderr, "qapi-gen: %s\n", what) })
	return func() { timer.Stop() }
}
