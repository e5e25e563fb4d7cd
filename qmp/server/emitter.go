package server

import (
	"sync/atomic"

	"github.com/qapi-go/qapi-gen/qmp"
)

// An Emitter sends events by a server that may not exist yet, so that the
// implementation of the commands can have it before the server is made of them:
//
//	events := server.NewEmitter()
//	impl := &monitor{events: events}
//	srv := server.New(vmm.DispatchTable(impl), server.WithEmitter(events))
//
// Its methods may be called from any goroutine.
type Emitter struct{ server atomic.Pointer[Server] }

// NewEmitter makes an Emitter without a server.
func NewEmitter() *Emitter { return new(Emitter) }

// Emit is [Server.Emit] of the server made with the emitter. Before that there is
// no client to send the event to, and nothing happens.
func (e *Emitter) Emit(body qmp.EventBody) error {
	if s := e.server.Load(); s != nil {
		return s.Emit(body)
	}
	return nil
}

// WithEmitter has e send its events by the server. An Emitter serves the last
// server that it was given to.
func WithEmitter(e *Emitter) Option {
	return func(c *serverConfig) { c.emitters = append(c.emitters, e) }
}
