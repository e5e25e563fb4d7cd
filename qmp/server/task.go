package server

import "sync/atomic"

// A task is a request that an Executor runs.
type task struct {
	request *request
	state   atomic.Int32
	ended   chan struct{} // made by wait if it has to wait
}

// States of a task.
const (
	taskPending = iota // it waits for the Executor, or runs
	taskAwaited        // and wait waits for its end
	taskEnded
)

func (t *task) run() {
	defer func() {
		if !t.state.CompareAndSwap(taskPending, taskEnded) {
			close(t.ended)
		}
	}()
	t.request.run()
}

// wait waits until the task has ended, or the server is closed. Most executors run the
// task before they return; that takes no channel.
func (t *task) wait(closed <-chan struct{}) {
	if t.state.Load() == taskEnded {
		return
	}
	t.ended = make(chan struct{})
	if !t.state.CompareAndSwap(taskPending, taskAwaited) {
		return
	}
	select {
	case <-t.ended:
	case <-closed:
	}
}
