package fdconn

import (
	"errors"
	"net"
)

// A DirectWriter writes what a connection takes without waiting.
type DirectWriter interface {
	// writeNow returns how much was written. Less than all, with a nil
	// error, means that the connection takes no more now.
	WriteNow(data []byte) (int, error)
}

// IsTimeout reports whether err is that of a deadline.
func IsTimeout(err error) bool {
	var timeout net.Error
	ok := errors.As(err, &timeout)
	return ok && timeout.Timeout()
}
