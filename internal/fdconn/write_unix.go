//go:build unix

package fdconn

import "syscall"

// A rawWriter writes to a socket without waiting. Only one goroutine at a time may use
// it.
type rawWriter struct {
	raw  syscall.RawConn
	data []byte
	n    int
	err  error
	// once is the method value w.write, kept to allocate it only once.
	once func(fd uintptr) bool
}

// NewDirectWriter returns a DirectWriter for conn, or nil if conn is not a
// socket of package net.
func NewDirectWriter(conn any) DirectWriter {
	raw := rawSocket(conn)
	if raw == nil {
		return nil
	}
	w := &rawWriter{raw: raw}
	w.once = w.write
	return w
}

func (w *rawWriter) WriteNow(data []byte) (int, error) {
	w.data, w.n, w.err = data, 0, nil
	if err := w.raw.Write(w.once); err != nil {
		return 0, err
	}
	w.data = nil
	return w.n, w.err
}

// write always returns true, so that the poller does not wait for the socket.
func (w *rawWriter) write(fd uintptr) bool {
	for w.n < len(w.data) {
		n, err := write(fd, w.data[w.n:])
		switch err {
		case 0:
			w.n += n
		case syscall.EINTR:
		case syscall.EAGAIN:
			return true
		default:
			w.err = err
			return true
		}
	}
	return true
}
