package server

import (
	"context"
	"encoding/json"

	"github.com/qapi-go/qapi-gen/qapi"
)

// A DispatchTable is what a server serves: the commands of a schema with
// their handlers, its events, and its introspection. Generated code makes one
// from an implementation of its Commands interface.
type DispatchTable struct {
	// Commands are in schema order. A command whose Handler is nil is
	// absent, unless the server answers it itself: qmp_capabilities,
	// query-commands, query-qmp-schema and query-version.
	Commands []Command
	Events   []EventInfo
	// Introspection is the answer to query-qmp-schema, a JSON array. It may
	// be empty when the schema does not have that command.
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

// A Handler runs a command. What it returns becomes the reply's "return"
// member; nil stands for {}. An error that has an *Error in its chain is sent
// with that class and description, any other as a GenericError with the
// text of the error.
//
// The context ends when the server stops; it does not end when the client
// leaves, because a command that has started is carried out. Handlers of
// in-band commands run one at a time for the whole server. Handlers of
// commands with AllowOOB may run at the same time as those, and several at
// once when several monitors ask: they must not block, and must lock what
// they share.
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
	// Coroutine commands do not occupy the main loop while they wait: the
	// server runs them in a goroutine of its own instead of the Executor.
	Coroutine
	// DeprecatedCommand and UnstableCommand have the special feature of
	// that name; a server's Policy may refuse them.
	DeprecatedCommand
	UnstableCommand
)

// Args are the arguments of one call of a command, not yet decoded.
type Args struct {
	raw    json.RawMessage // nil when the request has no arguments
	policy qapi.InputPolicy
}

// None refuses arguments; commands that take none call it.
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

// Raw returns the arguments as they came, in strict JSON: an object, {} when
// the request has none. Commands with gen: false use it. The slice is valid
// after the handler has returned.
func (a Args) Raw() json.RawMessage {
	if a.raw == nil {
		return json.RawMessage("{}")
	}
	return a.raw
}
