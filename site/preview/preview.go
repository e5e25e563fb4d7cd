// Package preview serves a site to the people who write its schema. It makes the
// site again when a file of the schema changes, the pages that are open in
// browsers reload, and what is wrong with the schema stands on top of them.
package preview

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/qapi-go/qapi-gen/diag"
)

// pollInterval is how often the files of the schema are looked at. Polling finds
// changes on every file system, network ones too, and costs a stat for each file.
const pollInterval = 300 * time.Millisecond

// closeGrace is how long requests have to end once the server is told to.
const closeGrace = 2 * time.Second

// A Result is what came of an attempt to make the site.
type Result struct {
	// Files are the contents of the site by their paths, with slashes. They are
	// nil if the schema has errors.
	Files       map[string][]byte
	Diagnostics diag.List
}

// A Server serves a site. It must not be copied.
type Server struct {
	// Build makes the site. It reads the files of the schema by inputs, or
	// notes their paths there, so that the server knows what to watch. It is
	// called by one goroutine at a time.
	Build func(ctx context.Context, inputs *Inputs) Result
	// Report is told what came of each Build, if it is not nil.
	Report func(Result)
	// Host is the name that the server is reached by, besides localhost and
	// addresses. See [Server.ServeHTTP].
	Host string

	state atomic.Pointer[state]
}

// Serve serves the site on a listener until ctx ends, and then closes the
// listener. It makes the site before it answers the first request.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	ticker := time.NewTicker(pollInterval)
	defer ticker.Stop()
	return s.serve(ctx, listener, ticker.C)
}

// serve is Serve that looks for changes at each tick.
func (s *Server) serve(ctx context.Context, listener net.Listener, ticks <-chan time.Time) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	inputs := s.rebuild(ctx)
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		s.watch(ctx, inputs, ticks)
	}()
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		// The streams of events end with it, which Shutdown waits for.
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	var err error
	select {
	case err = <-served:
	case <-ctx.Done():
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeGrace)
		defer cancel()
		if server.Shutdown(grace) != nil {
			_ = server.Close() // whoever is still served was told to end
		}
		err = <-served
	}
	stop()
	<-watched
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// watch makes the site again when its inputs change, until ctx ends.
func (s *Server) watch(ctx context.Context, inputs *Inputs, ticks <-chan time.Time) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
			if inputs.changed() {
				inputs = s.rebuild(ctx)
			}
		}
	}
}

// rebuild makes the site. If the schema has errors, the last site without stays.
func (s *Server) rebuild(ctx context.Context) *Inputs {
	inputs := &Inputs{}
	result := s.Build(ctx, inputs)
	if ctx.Err() != nil {
		return inputs
	}
	files, last := result.Files, s.state.Load()
	if files == nil && last != nil {
		files = last.files
	}
	s.state.Store(newState(files, result))
	if last != nil {
		close(last.replaced)
	}
	if s.Report != nil {
		s.Report(result)
	}
	return inputs
}
