//go:build unix

package fdconn

import "syscall"

// A rawWriter writes to a socket in non-blocking mode, as all sockets of
// package net are. Only one goroutine at a time may use it.
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
		n, err := syscall.Write(int(fd), w.data[w.n:])
		switch {
		case err == syscall.EINTR:
		case err == syscall.EAGAIN:
			return true
		case err != nil:
			w.err = err
			return true
		default:
			w.n += n
		}
	}
	return true
}
