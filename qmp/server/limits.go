package server

import (
	"github.com/qapi-go/qapi-gen/internal/qjson"
)

// Limits bound what clients can make a server hold. A field left zero has the
// value of DefaultLimits.
type Limits struct {
	// MessageBytes limits the tokens of a message, white space not counted.
	// A longer message is answered by an error, and reading goes on.
	MessageBytes int
	// MessageTokens limits the number of tokens of a message, likewise.
	MessageTokens int
	// Nesting limits how deep objects and arrays of a message nest, likewise.
	Nesting int
	// OutputBytes limits what waits for a client that does not read. From
	// PauseBytes on its requests are not read any more; events still arrive.
	// A reply or an event that finds more than OutputBytes waiting ends the
	// connection. So a message of any size can be sent, and no more than
	// OutputBytes and one message are held.
	OutputBytes, PauseBytes int
	// TotalBytes limits what all connections together make the server hold:
	// the buffers of their messages, from the first byte until they are
	// answered, of their replies, and of what they leave unread. A message
	// counts beyond its first 64 KiB, and each token of it as 32 bytes more.
	// When all is held, a message that needs more is answered by an error,
	// and reading goes on. A connection with more than 64 KiB unread has no
	// requests read, and is ended when another message is to be sent. Clients
	// that send messages of ordinary size and read what they are sent notice
	// nothing.
	//
	// Not counted are up to 96 KiB a connection, what handlers make of
	// arguments, and, for a moment, the smaller buffer that a larger one
	// replaces. The heap of the process grows to about twice what is in use
	// before the garbage collector runs; GOGC and GOMEMLIMIT govern that.
	TotalBytes int
	// Connections limits the connections served at once. Serve leaves
	// further ones in the listener's backlog; ServeConn returns
	// ErrTooManyConnections.
	Connections int
}

// DefaultLimits are QEMU's where it has one: 64 MiB and 2,097,152 tokens a
// message, nested 1,024 deep; and 4 MiB of output, 3 MiB before requests are
// read no more, 256 MiB in all, 4,096 connections.
func DefaultLimits() Limits {
	return Limits{
		MessageBytes:  64 << 20,
		MessageTokens: 2 << 20,
		Nesting:       1 << 10,
		OutputBytes:   4 << 20,
		PauseBytes:    3 << 20,
		TotalBytes:    256 << 20,
		Connections:   4096,
	}
}

// unreadWhenSpent bounds PauseBytes while all of TotalBytes is held.
const unreadWhenSpent = 64 << 10

// unreadBytes is how much a client may leave unread before the server stops
// reading its requests.
func (l *Limits) unreadBytes(b *budget) int {
	if b.exhausted() {
		return min(l.PauseBytes, unreadWhenSpent)
	}
	return l.PauseBytes
}

// message are the limits of one message.
func (l *Limits) message() qjson.MessageLimits {
	return qjson.MessageLimits{Bytes: l.MessageBytes, Tokens: l.MessageTokens, Nesting: l.Nesting}
}

// withDefaults replaces what is not set.
func (l Limits) withDefaults() Limits {
	d := DefaultLimits()
	for _, field := range []struct {
		value    *int
		fallback int
	}{
		{&l.MessageBytes, d.MessageBytes},
		{&l.MessageTokens, d.MessageTokens},
		{&l.Nesting, d.Nesting},
		{&l.OutputBytes, d.OutputBytes},
		{&l.PauseBytes, d.PauseBytes},
		{&l.TotalBytes, d.TotalBytes},
		{&l.Connections, d.Connections},
	} {
		if *field.value <= 0 {
			*field.value = field.fallback
		}
	}
	return l
}
