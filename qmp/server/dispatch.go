package server

import (
	"context"
	"encoding/json"

	"github.com/qapi-go/qapi-gen/qapi"
)

// A DispatchTable has the commands of a schema with their handlers, its events and
// its introspection. The function DispatchTable of a generated package makes it from an
// implementation of the interface Commands.
type DispatchTable struct {
	// Commands are in schema order. Handler may be nil only for commands that the
	// server itself answers: qmp_capabilities, query-commands, query-qmp-schema
	// and query-version.
	Commands []Command
	Events   []EventInfo
	// Introspection is the result of query-qmp-schema, a JSON array. It may be
	// empty if the schema does not have that command.
	Introspection string
}

// A Command is a command of the schema.
type Command struct {
	Name    string
	Flags   CommandFlags
	Handler Handler
	// Features are those of the schema, the special ones among them.
	Features []string
}

// A Handler executes a command. Its result becomes the member "return" of the reply;
// nil becomes {}. If the error has a *qmp.Error in its chain, the reply has the class
// and description of that. Otherwise it is a GenericError with the text of the error.
//
// The context ends when the server stops. It does not end when the client disconnects,
// because a command that has begun is completed. Only one in-band handler runs at a time
// in the whole server. Handlers of commands with AllowOOB may run at the same time as
// that one and as each other: they must not block, and must lock the data they share.
type Handler func(ctx context.Context, args Args) (any, error)

// CommandFlags say how a command is dispatched.
type CommandFlags uint8

const (
	// AllowOOB commands may be executed out-of-band, with exec-oob.
	AllowOOB CommandFlags = 1 << iota
	// AllowPreconfig commands run before the machine is configured too.
	AllowPreconfig
	// NoReply commands send no reply on success (success-response: false).
	NoReply
	// Coroutine commands may wait without blocking the main loop: the server runs
	// them in a goroutine and not with the Executor.
	Coroutine
	// DeprecatedCommand and UnstableCommand have the special feature of
	// that name; a server's input policy may reject them.
	DeprecatedCommand
	UnstableCommand
)

// Args are the arguments of one call of a command, not yet decoded.
type Args struct {
	raw    json.RawMessage // nil when the request has no arguments
	policy qapi.InputPolicy
}

// None returns an error if there are arguments. Commands without arguments call it.
//
//go:noinline // generated packages call it once a command, and would compile its body as often
func (a Args) None() error {
	return decodeNoArgs(a.raw)
}

// Decode decodes the arguments strictly into v, a pointer to a generated
// type. Unknown, missing and duplicate members, values of the wrong kind or
// out of range are errors that name the member by its whole path.
//
//go:noinline // generated packages call it once a command, and would compile its body as often
func (a Args) Decode(v qapi.Typed) error {
	return decodeArgs(a.raw, v, a.policy)
}

// Raw returns the arguments in strict JSON: an object, {} if the request has none.
// Commands with gen: false use it. The slice stays valid after the handler has returned.
func (a Args) Raw() json.RawMessage {
	if a.raw == nil {
		return json.RawMessage("{}")
	}
	return a.raw
}
