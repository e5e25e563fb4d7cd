package server

import (
	"sync/atomic"

	"github.com/qapi-go/qapi-gen/qmp"
)

// An Emitter sends events through a server that is made later. The implementation
// of the commands needs it, because it exists before the server:
//
//	events := server.NewEmitter()
//	impl := &monitor{events: events}
//	srv := server.New(vmm.DispatchTable(impl), server.WithEmitter(events))
//
// Its methods may be called from any goroutine.
type Emitter struct{ server atomic.Pointer[Server] }

// NewEmitter returns an Emitter without a server. WithEmitter gives it one.
func NewEmitter() *Emitter { return new(Emitter) }

// Emit calls [Server.Emit] of the emitter's server. Without a server there is no
// client either, and Emit does nothing.
func (e *Emitter) Emit(body qmp.EventBody) error {
	if s := e.server.Load(); s != nil {
		return s.Emit(body)
	}
	return nil
}

// WithEmitter makes e send its events through the server. If e is given to several
// servers, it uses the last one.
func WithEmitter(e *Emitter) Option {
	return func(c *serverConfig) { c.emitters = append(c.emitters, e) }
}
