package qmp

import (
	"context"
	"iter"
)

// A Caller executes commands and delivers events. It is all that a generated client
// needs of a connection. [*Conn] is a Caller; a test can use a fake. [Intercept]
// returns a Caller that adds retries, logging, metrics or timeouts to another one.
//
// Conn documents the methods. They may be called from several goroutines at once.
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

// A Call is a command that an Interceptor is about to execute.
type Call struct {
	Name string
	Mode CallMode
	// Args are the arguments: nil, a generated type, or raw JSON.
	Args any
	// Ret points to the value that the reply is decoded into. It is nil if the
	// caller ignores the reply.
	Ret any
}

// An Interceptor is called in place of a command. It calls next to execute the
// command: once, again to retry, or not at all. The context that it passes to next
// bounds the command.
type Interceptor func(ctx context.Context, call Call, next func(context.Context) error) error

// Intercept returns a Caller that calls f for every command, and that executes
// commands with c when f calls next. Its events are those of c. If c was returned by
// Intercept too, f runs first.
func Intercept(c Caller, f Interceptor) Caller { return intercepted{c, f} }

type intercepted struct {
	Caller
	intercept Interceptor
}

func (i intercepted) Execute(ctx context.Context, name string, args, ret any) error {
	return i.intercept(ctx, Call{name, InBand, args, ret}, func(ctx context.Context) error {
		return i.Caller.Execute(ctx, name, args, ret)
	})
}

func (i intercepted) ExecuteOOB(ctx context.Context, name string, args, ret any) error {
	return i.intercept(ctx, Call{name, OutOfBand, args, ret}, func(ctx context.Context) error {
		return i.Caller.ExecuteOOB(ctx, name, args, ret)
	})
}

func (i intercepted) ExecuteNoReply(ctx context.Context, name string, args any) error {
	return i.intercept(ctx, Call{name, NoReply, args, nil}, func(ctx context.Context) error {
		return i.Caller.ExecuteNoReply(ctx, name, args)
	})
}
