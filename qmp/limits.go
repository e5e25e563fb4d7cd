package qmp

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
	// Connections limits the connections served at once. Serve leaves
	// further ones in the listener's backlog; ServeConn returns
	// ErrTooManyConnections.
	Connections int
}

// DefaultLimits are QEMU's where it has one: 64 MiB and 2,097,152 tokens a
// message, nested 1,024 deep; and 4 MiB of output, 64 KiB before requests are
// read no more, 4,096 connections.
func DefaultLimits() Limits {
	return Limits{
		MessageBytes:  64 << 20,
		MessageTokens: 2 << 20,
		Nesting:       1 << 10,
		OutputBytes:   4 << 20,
		PauseBytes:    64 << 10,
		Connections:   4096,
	}
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
		{&l.Connections, d.Connections},
	} {
		if *field.value <= 0 {
			*field.value = field.fallback
		}
	}
	return l
}
