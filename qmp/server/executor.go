package server

// An Executor runs in-band commands, for example on the main loop of a VMM whose state
// only that loop may use.
type Executor interface {
	// Execute arranges that run is called once, in any goroutine. It may return
	// before run is called. The server calls Execute again only after run has
	// returned.
	//
	// An Executor that has been shut down need not call run, if the server is
	// closed too.
	Execute(run func())
}

// An ExecutorFunc is a function that implements Executor.
type ExecutorFunc func(run func())

// Execute calls f.
func (f ExecutorFunc) Execute(run func()) { f(run) }

// inlineExecutor runs commands in the calling goroutine.
type inlineExecutor struct{}

func (inlineExecutor) Execute(run func()) { run() }
