package main

import "context"

// A mainLoop is the goroutine that owns the machine's state, as the main loop
// of a VMM does. It is the server's Executor: in-band commands run on it, and
// need no locks among each other.
type mainLoop struct{ tasks chan func() }

func newMainLoop() *mainLoop { return &mainLoop{tasks: make(chan func())} }

// Execute implements qmp.Executor.
func (l *mainLoop) Execute(task func()) { l.tasks <- task }

// run runs tasks until the context ends. A real VMM would wait for its devices
// here too.
func (l *mainLoop) run(ctx context.Context) {
	for {
		select {
		case task := <-l.tasks:
			task()
		case <-ctx.Done():
			return
		}
	}
}
