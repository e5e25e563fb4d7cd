package main

import "context"

// A mainLoop is the goroutine that owns the machine's state, as the main loop
// of a VMM does. It is the server's Executor: in-band commands run on it, and
// need no locks among each other.
type mainLoop struct {
	tasks chan func()
	ended chan struct{}
}

func newMainLoop() *mainLoop {
	return &mainLoop{tasks: make(chan func()), ended: make(chan struct{})}
}

// Execute implements qmp.Executor.
func (l *mainLoop) Execute(task func()) {
	select {
	case l.tasks <- task:
	case <-l.ended: // the server is about to be shut down
	}
}

// run runs tasks until the context ends. A real VMM would wait for its devices
// here too.
func (l *mainLoop) run(ctx context.Context) {
	defer close(l.ended)
	for {
		select {
		case task := <-l.tasks:
			task()
		case <-ctx.Done():
			return
		}
	}
}
