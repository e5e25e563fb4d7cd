package prompt

import (
	"bytes"
	"os"
	"sync/atomic"
)

// An output is the terminal, with a memory of what was drawn. Bubble Tea prints above
// the view that it has drawn last, and leaves a mess if it has drawn none, or if the
// screen has no room for the print and that view. It does not tell when it draws.
type output struct {
	*os.File
	prompt []byte
	drawn  atomic.Bool  // the prompt is on the screen
	writes atomic.Int64 // how often something was written
}

// Write writes to the terminal.
func (o *output) Write(p []byte) (int, error) {
	n, err := o.File.Write(p)
	if bytes.Contains(p, o.prompt) {
		o.drawn.Store(true)
	}
	o.writes.Add(1)
	return n, err
}
