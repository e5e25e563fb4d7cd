package fdconn

import (
	"errors"
	"net"
)

// A DirectWriter writes as much as a connection accepts without blocking.
type DirectWriter interface {
	// WriteNow returns how many bytes were written. Fewer than len(data) with
	// a nil error means that the send buffer is full.
	WriteNow(data []byte) (int, error)
}

// IsTimeout reports whether err is that of a deadline.
func IsTimeout(err error) bool {
	var timeout net.Error
	ok := errors.As(err, &timeout)
	return ok && timeout.Timeout()
}
