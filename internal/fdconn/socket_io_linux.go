//go:build linux && !386 && !race && !msan && !asan

package fdconn

import (
	"io"
	"net"
	"os"
	"syscall"
	"time"
	"unsafe"
)

// The functions of this file make system calls without telling the Go scheduler. That
// is right only for calls that never block, so each of them has MSG_DONTWAIT.
//
// The scheduler wakes its monitor thread for a system call that it is told of, if the
// program was idle before. A server that gets one request at a time is idle before
// each: a third of its CPU time went to that thread (perf record, Go 1.26).
//
// The race detector and the sanitizers have to see what a system call reads and writes,
// and package syscall does not know the calls by number on a 386. There, the functions
// of socket_io_unix.go are used.

// monitorInterval is how often a socketReader that is in use tells the scheduler of a
// call nevertheless. Only the monitor thread stops a goroutine that computes for long
// while no processor is left for another one. It looks that often itself.
const monitorInterval = 10 * time.Millisecond

// A socketReader reads from a socket. Only one goroutine at a time may use it.
type socketReader struct {
	conn      net.Conn
	raw       syscall.RawConn
	once      func(fd uintptr) (done bool) // the method value r.receive
	monitored time.Time                    // when the scheduler was last told of a call

	message syscall.Msghdr
	data    syscall.Iovec
	control []byte // room for control messages
	n       int
	err     syscall.Errno
}

// NewReceiver returns a Receiver for conn. Only unix sockets can receive files.
func NewReceiver(conn net.Conn) Receiver {
	raw := rawSocket(conn)
	if raw == nil {
		return newPlainReceiver(conn)
	}
	r := &socketReader{conn: conn, raw: raw, control: newControlBuffer()}
	r.message.Iov, r.message.Iovlen = &r.data, 1
	r.once = r.receive
	return Receiver{read: r.read}
}

func (r *socketReader) read(buf []byte) (int, Descriptors, error) {
	if len(buf) == 0 {
		return 0, nil, nil
	}
	r.data.Base = unsafe.SliceData(buf)
	r.data.SetLen(len(buf))
	err := r.raw.Read(r.once)
	r.data.Base = nil
	switch {
	case err != nil:
		return 0, nil, r.readError(err)
	case r.err != 0:
		return 0, nil, r.readError(os.NewSyscallError("recvmsg", r.err))
	case r.n == 0:
		return 0, nil, io.EOF
	}
	return r.n, parseDescriptors(r.control[:r.message.Controllen]), nil
}

// readError is err as the Read of a connection returns it.
func (r *socketReader) readError(err error) error {
	if raw, ok := err.(*net.OpError); ok { //nolint:errorlint // RawConn.Read wraps it so, and no other.
		err = raw.Err
	}
	local := r.conn.LocalAddr()
	return &net.OpError{Op: "read", Net: local.Network(), Source: local, Addr: r.conn.RemoteAddr(), Err: err}
}

// receive calls recvmsg. It reports false if there is no input.
func (r *socketReader) receive(fd uintptr) (done bool) {
	for {
		r.message.Control = unsafe.SliceData(r.control)
		r.message.SetControllen(len(r.control))
		n, err := r.recvmsg(fd)
		switch err {
		case syscall.EINTR:
		case syscall.EAGAIN:
			return false
		default:
			r.n, r.err = n, err
			return true
		}
	}
}

func (r *socketReader) recvmsg(fd uintptr) (int, syscall.Errno) {
	const flags = syscall.MSG_DONTWAIT | syscall.MSG_CMSG_CLOEXEC
	if now := time.Now(); now.Sub(r.monitored) >= monitorInterval {
		r.monitored = now
		n, _, err := syscall.Syscall(syscall.SYS_RECVMSG, fd, uintptr(unsafe.Pointer(&r.message)), flags)
		return int(n), err
	}
	n, _, err := syscall.RawSyscall(syscall.SYS_RECVMSG, fd, uintptr(unsafe.Pointer(&r.message)), flags)
	return int(n), err
}

// write writes as much to a socket as it accepts at once.
func write(fd uintptr, data []byte) (int, syscall.Errno) {
	const flags = syscall.MSG_DONTWAIT | syscall.MSG_NOSIGNAL
	n, _, err := syscall.RawSyscall6(syscall.SYS_SENDTO, fd, uintptr(unsafe.Pointer(unsafe.SliceData(data))), uintptr(len(data)), flags, 0, 0)
	return int(n), err
}
