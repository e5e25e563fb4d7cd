package main

import "sync"

// A mainLoop is the main loop as far as commands see it: a lock, which the
// loop holds but while it waits for something to happen, and whose holder may
// touch the machine's state. QEMU has such a lock as well. It is the server's
// Executor, so that in-band commands need no locks among each other. This
// machine has no devices, and nothing but commands takes the lock.
//
// Handing commands to a goroutine that owns the state would do too; it costs
// each of them two switches of goroutines.
type mainLoop struct{ mu sync.Mutex }

// Execute implements server.Executor.
func (l *mainLoop) Execute(task func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	task()
}
