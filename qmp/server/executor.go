package server

// An Executor runs in-band commands somewhere, such as on the main loop of a
// VMM whose state is only touched there.
type Executor interface {
	// Execute has run called once, from any goroutine. It may return before
	// run has returned or even started. The server calls it for one command
	// at a time, and the next command waits until run has returned.
	//
	// An Executor that is shut down may leave run uncalled, if the server is
	// closed then too.
	Execute(run func())
}

// ExecutorFunc is a function that is an Executor.
type ExecutorFunc func(run func())

// Execute calls f.
func (f ExecutorFunc) Execute(run func()) { f(run) }

// inlineExecutor runs commands in the calling goroutine.
type inlineExecutor struct{}

func (inlineExecutor) Execute(run func()) { run() }
