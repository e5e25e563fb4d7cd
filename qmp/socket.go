package qmp

import (
	"errors"
	"net"
)

// A directWriter writes what a connection takes without waiting.
type directWriter interface {
	// writeNow returns how much was written. Less than all, with a nil
	// error, means that the connection takes no more now.
	writeNow(data []byte) (int, error)
}

// isInterrupt reports whether err is that of a deadline.
func isInterrupt(err error) bool {
	timeout, ok := errors.AsType[net.Error](err)
	return ok && timeout.Timeout()
}
