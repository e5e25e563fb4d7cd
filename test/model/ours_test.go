package model

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"sync"
	"testing"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"github.com/qapi-go/qapi-gen/qapi"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// A portEvent is an event with a number.
type portEvent struct{ ID int64 }

var typePortEvent = qapi.Type{Name: "PORT", Kind: qapi.KindStruct, Members: []qapi.Member{{Name: "id"}}}

func (portEvent) EventName() string     { return "PORT" }
func (*portEvent) QAPIType() *qapi.Type { return &typePortEvent }

// ours is a server of ours, a new one for each program.
type ours struct {
	*server.Server
	path string
	gate chan struct{} // a value lets one command end, closing it all
	free sync.Once

	mu    sync.Mutex
	count int // of events
}

func (o *ours) dial(int) (net.Conn, error) { return net.Dial("unix", o.path) }
func (*ours) kinds() []kind                { return ownKinds() }
func (*ours) blocker() string              { return "block" }
func (*ours) discards() bool               { return false }
func (o *ours) release() bool              { o.gate <- struct{}{}; return true }
func (o *ours) releaseAll()                { o.free.Do(func() { close(o.gate) }) }
func (o *ours) emit() bool                 { _, err := o.next(); return err == nil }

func (o *ours) emitted() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.count
}

// next emits the next event. The lock makes the order of numbers that of events.
func (o *ours) next() (int64, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.count++
	return int64(o.count), o.Emit(portEvent{int64(o.count)})
}

func (o *ours) table() *server.DispatchTable {
	nothing := func(_ context.Context, args server.Args) (any, error) { return nil, args.None() }
	return &server.DispatchTable{
		Commands: []server.Command{
			{Name: "qmp_capabilities"}, {Name: inBandCommand},
			{Name: oobCommand, Flags: server.AllowOOB, Handler: nothing},
			{Name: "device_del", Handler: func(_ context.Context, args server.Args) (any, error) {
				if err := args.None(); err == nil {
					return nil, &qmp.Error{Class: qmp.GenericError, Desc: "id is missing"}
				}
				return nil, &qmp.Error{Class: qmp.DeviceNotFound, Desc: "there is none"}
			}},
			{Name: "block", Handler: func(context.Context, server.Args) (any, error) {
				<-o.gate
				return nil, nil
			}},
			{Name: "emit", Flags: server.AllowOOB, Handler: func(context.Context, server.Args) (any, error) { return o.next() }},
		},
		Events: []server.EventInfo{{Name: "PORT"}},
	}
}

// Random programs find a server of ours as the model says it is.
func TestServerDoesWhatTheModelSays(t *testing.T) {
	dir := t.TempDir()
	leaks := goleak.IgnoreCurrent()
	rapid.Check(t, func(rt *rapid.T) {
		o := &ours{path: filepath.Join(dir, "qmp"), gate: make(chan struct{}, 1000)}
		o.Server = server.New(o.table())
		l, err := server.Listen("unix:" + o.path)
		if err != nil {
			rt.Fatal(err)
		}
		served := make(chan error, 1)
		go func() { served <- o.Serve(context.Background(), l) }()
		defer func() {
			o.releaseAll()
			_ = o.Close()
			if err := <-served; !errors.Is(err, server.ErrClosed) {
				rt.Errorf("Serve returned %v", err)
			}
		}()
		runProgram(rt, o)
	})
	goleak.VerifyNone(t, leaks)
}
