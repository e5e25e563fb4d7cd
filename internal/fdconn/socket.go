package fdconn

import (
	"errors"
	"net"
)

// A DirectWriter writes as much as a connection accepts without blocking.
type DirectWriter interface {
	// WriteNow returns the number of bytes written. If that is less than
	// len(data) and the error is nil, the send buffer is full.
	WriteNow(data []byte) (int, error)
}

// IsTimeout reports whether err means that a deadline has passed.
func IsTimeout(err error) bool {
	var timeout net.Error
	ok := errors.As(err, &timeout)
	return ok && timeout.Timeout()
}
