package qmp

import (
	"context"
	"iter"
)

// A Caller executes commands and delivers events. Generated clients need no
// more of a connection: [*Conn] is a Caller, a test puts a fake in its place, and
// [Intercept] puts retries, logging, metrics or timeouts around one.
//
// The methods are those of Conn, which see. They may be called from several
// goroutines at once.
type Caller interface {
	Execute(ctx context.Context, name string, args, ret any) error
	ExecuteOOB(ctx context.Context, name string, args, ret any) error
	ExecuteNoReply(ctx context.Context, name string, args any) error
	Events(ctx context.Context, decoders map[string]EventDecoder) iter.Seq2[Event, error]
}

// A CallMode is how a command is executed.
type CallMode uint8

// The modes: in-band, out-of-band, and without a reply on success.
const (
	InBand CallMode = iota
	OutOfBand
	NoReply
)

// A Call is a command on its way to a Caller.
type Call struct {
	Name string
	Mode CallMode
	// Args are the arguments: nil, a generated type, or raw JSON.
	Args any
	// Ret points to what the reply is decoded into. It is nil where the reply
	// does not matter.
	Ret any
}

// An Interceptor runs around a call. It calls next once to execute the
// command, several times to try again, or not at all. The context that it
// passes on bounds the command.
type Interceptor func(ctx context.Context, call Call, next func(context.Context) error) error

// Intercept returns a Caller that executes commands by c with f around each.
// Events are those of c. Where Intercept is applied several times, the outermost
// interceptor runs first.
func Intercept(c Caller, f Interceptor) Caller { return intercepted{c, f} }

type intercepted struct {
	Caller
	around Interceptor
}

func (i intercepted) Execute(ctx context.Context, name string, args, ret any) error {
	return i.around(ctx, Call{name, InBand, args, ret}, func(ctx context.Context) error {
		return i.Caller.Execute(ctx, name, args, ret)
	})
}

func (i intercepted) ExecuteOOB(ctx context.Context, name string, args, ret any) error {
	return i.around(ctx, Call{name, OutOfBand, args, ret}, func(ctx context.Context) error {
		return i.Caller.ExecuteOOB(ctx, name, args, ret)
	})
}

func (i intercepted) ExecuteNoReply(ctx context.Context, name string, args any) error {
	return i.around(ctx, Call{name, NoReply, args, nil}, func(ctx context.Context) error {
		return i.Caller.ExecuteNoReply(ctx, name, args)
	})
}
