package server

import (
	"github.com/qapi-go/qapi-gen/internal/qjson"
)

// Limits bound the memory that clients can make a server use. A field that is zero
// has the value of DefaultLimits.
type Limits struct {
	// MessageBytes, MessageTokens and Nesting limit a message: the length of its
	// tokens without the white space between them, the number of tokens, and the
	// depth of its objects and arrays. The server answers a message beyond a
	// limit by an error and goes on reading.
	MessageBytes, MessageTokens, Nesting int
	// OutputBytes and PauseBytes limit the output that a client has not read. At
	// PauseBytes the server stops reading requests from the client, and still
	// sends it events. Above OutputBytes, the next reply or event closes the
	// connection. PauseBytes is at most three quarters of OutputBytes: a larger value
	// counts as that, so that a client which pipelines requests is not closed for the
	// replies. A single message may be larger than OutputBytes, so a connection holds
	// at most OutputBytes and one message.
	OutputBytes, PauseBytes int
	// TotalBytes limits the buffers of all connections together: those of messages
	// from their first byte until they are answered, of replies, and of unread
	// output. The first 64 KiB of a message do not count, and each token counts 32
	// bytes in addition. When the limit is reached, the server answers a message
	// that needs more memory by an error and goes on reading. It also stops reading
	// requests from a client with more than 64 KiB of unread output, and the next
	// reply or event for that client closes the connection. Clients that send
	// messages of ordinary size and read their replies are not affected.
	//
	// These do not count: up to 96 KiB of each connection, the values that handlers
	// make from arguments, and, for a moment, the smaller buffer that a larger one
	// replaces. The heap of the process grows to about twice the memory in use
	// before the garbage collector runs; GOGC and GOMEMLIMIT control that.
	TotalBytes int
	// Connections limits the number of connections. Serve leaves further ones in
	// the listener's backlog. ServeConn returns ErrTooManyConnections.
	Connections int
}

// DefaultLimits returns QEMU's limits of a message: 64 MiB, 2,097,152 tokens, and a
// nesting of 1,024. The other limits are 4 MiB of unread output, 3 MiB until the
// server stops reading requests, 256 MiB in total, and 4,096 connections.
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

// pauseWhenExhausted replaces a larger PauseBytes while TotalBytes is exhausted.
const pauseWhenExhausted = 64 << 10

// pauseAt returns how much output a client may leave unread before the server
// stops reading its requests.
func (l *Limits) pauseAt(b *budget) int {
	if b.exhausted() {
		return min(l.PauseBytes, pauseWhenExhausted)
	}
	return l.PauseBytes
}

// message returns the limits of one message.
func (l *Limits) message() qjson.MessageLimits {
	return qjson.MessageLimits{Bytes: l.MessageBytes, Tokens: l.MessageTokens, Nesting: l.Nesting}
}

// withDefaults replaces each limit that is not positive by its default, and a
// PauseBytes that is too large by the largest.
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
	l.PauseBytes = min(l.PauseBytes, l.OutputBytes/4*3)
	return l
}
