package fdconn

import (
	"net"
	"os"
	"sync"
	"syscall"
)

// InputAlarms watches sockets that no goroutine reads at the moment, for input
// and for a hang-up of the peer. The zero value is ready for use. Its methods
// may be called concurrently. It has a goroutine and a descriptor while it has
// alarms.
type InputAlarms struct {
	mu     sync.Mutex
	epoll  *os.File // nil while there are no alarms
	fd     int      // of epoll
	alarms map[int32]*InputAlarm
	last   int32 // the number of the latest alarm
}

// An InputAlarm is the alarm of one socket. It is off at first. Even while it
// is off, it rings for a hang-up.
type InputAlarm struct {
	all     *InputAlarms
	number  int32
	socket  syscall.RawConn
	epoll   int
	ring    func(hungUp bool)
	on, off func(fd uintptr) // for On and Off, which are called often
}

// Add returns an alarm for conn, or nil if conn is not a socket of package net.
// Other alarms wait while ring runs.
func (a *InputAlarms) Add(conn net.Conn, ring func(hungUp bool)) *InputAlarm {
	socket := rawSocket(conn)
	if socket == nil {
		return nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.epoll == nil && !a.open() {
		return nil
	}
	a.last++
	alarm := &InputAlarm{all: a, number: a.last, socket: socket, epoll: a.fd, ring: ring}
	alarm.on = alarm.modify(syscall.EPOLLIN | syscall.EPOLLRDHUP | syscall.EPOLLONESHOT | epollET)
	alarm.off = alarm.modify(epollET)
	if !alarm.control(syscall.EPOLL_CTL_ADD, epollET) {
		a.closeIfUnused()
		return nil
	}
	a.alarms[alarm.number] = alarm
	return alarm
}

// epollET is EPOLLET, which is a negative number in package syscall. Without it
// a hang-up would be reported again and again.
const epollET = 1 << 31

// On makes the alarm ring once, as soon as there is input or the peer ends its
// sending. After that it does not ring, even for a hang-up, until the next call
// of On or Off.
func (a *InputAlarm) On() { _ = a.socket.Control(a.on) }

// Off undoes On. The alarm may still ring for earlier input.
func (a *InputAlarm) Off() { _ = a.socket.Control(a.off) }

// Close ends the alarm.
func (a *InputAlarm) Close() {
	a.control(syscall.EPOLL_CTL_DEL, 0)
	a.all.mu.Lock()
	defer a.all.mu.Unlock()
	delete(a.all.alarms, a.number)
	a.all.closeIfUnused()
}

// Peek reads input into buf without removing it from the socket. It returns 0 if
// the peer has ended its sending, and -1 if there is no input.
func (a *InputAlarm) Peek(buf []byte) int {
	n := -1
	_ = a.socket.Control(func(fd uintptr) {
		if got, _, err := syscall.Recvfrom(int(fd), buf, syscall.MSG_PEEK|syscall.MSG_DONTWAIT); err == nil {
			n = got
		}
	})
	return n
}

func (a *InputAlarm) control(operation int, events uint32) (ok bool) {
	event := syscall.EpollEvent{Events: events, Fd: a.number}
	err := a.socket.Control(func(fd uintptr) {
		ok = syscall.EpollCtl(a.epoll, operation, int(fd), &event) == nil
	})
	return ok && err == nil
}

// modify returns a function that sets the events that the alarm rings for. Unlike
// control, the function allocates nothing.
func (a *InputAlarm) modify(events uint32) func(fd uintptr) {
	event := syscall.EpollEvent{Events: events, Fd: a.number}
	return func(fd uintptr) { _ = syscall.EpollCtl(a.epoll, syscall.EPOLL_CTL_MOD, int(fd), &event) }
}

// open creates the epoll instance. Package net's poller waits for it, so that
// the goroutine does not block a thread.
func (a *InputAlarms) open() bool {
	fd, err := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC)
	if err != nil {
		return false
	}
	if err := syscall.SetNonblock(fd, true); err != nil {
		_ = syscall.Close(fd)
		return false
	}
	a.epoll, a.fd, a.alarms = os.NewFile(uintptr(fd), "epoll"), fd, map[int32]*InputAlarm{}
	raw, err := a.epoll.SyscallConn()
	if err != nil {
		a.closeIfUnused()
		return false
	}
	go a.wait(raw)
	return true
}

func (a *InputAlarms) closeIfUnused() {
	if len(a.alarms) == 0 {
		_ = a.epoll.Close()
		a.epoll = nil
	}
}

// wait rings alarms until the epoll instance is closed.
func (a *InputAlarms) wait(epoll syscall.RawConn) {
	var events [16]syscall.EpollEvent
	for {
		n := 0
		err := epoll.Read(func(fd uintptr) bool {
			n, _ = syscall.EpollWait(int(fd), events[:], 0)
			return n > 0
		})
		if err != nil {
			return
		}
		for _, event := range events[:n] {
			if alarm := a.find(event.Fd); alarm != nil {
				alarm.ring(event.Events&(syscall.EPOLLHUP|syscall.EPOLLERR) != 0)
			}
		}
	}
}

func (a *InputAlarms) find(number int32) *InputAlarm {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.alarms[number]
}
