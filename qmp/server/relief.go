package server

import (
	"sync/atomic"
	"time"

	"github.com/qapi-go/qapi-gen/internal/fdconn"
)

// A relief keeps the commands that a session's reader runs from delaying others. It
// starts another reader if a command runs and there may be an out-of-band request to
// read, or the client hangs up. Nothing is to be read for other input: in-band requests
// wait for the command anyway.
//
// It watches the socket, and looks at input without reading it. So with out-of-band
// execution on a command costs two system calls, and not two goroutine switches. While
// the client sends several requests at a time, it costs none: the relief does not
// watch the socket then, but looks from time to time. When it looks, it also sends the
// replies to the requests that have been executed.
type relief struct {
	session *session
	alarm   *fdconn.InputAlarm // nil: the input cannot be watched

	// command is odd while the reader runs a command. It counts them, so that
	// nobody relieves the reader of a command because of an earlier one. The
	// goroutine that makes it even decides who is the reader from then on.
	command   atomic.Uint64
	state     atomic.Int32
	waits     atomic.Uint64 // how often the reader has waited for input
	pipelined atomic.Bool   // since look last looked, a command of a group began
	hungUp    atomic.Bool   // the client has closed the connection
}

// States of a relief.
const (
	reliefOff      = iota
	reliefWatching // the alarm is on
	reliefLooking  // a goroutine looks whether a command takes long
)

// newRelief makes a relief for a session whose capabilities are negotiated.
func newRelief(s *session) *relief {
	l := &relief{session: s}
	l.alarm = s.srv.alarms.Add(s.conn, l.rung)
	return l
}

// begin begins a command that the reader runs. Pipelined says that it is one of a group
// of requests that were read together.
func (l *relief) begin(pipelined bool) (command uint64) {
	command = l.command.Add(1)
	switch {
	case pipelined:
		l.pipelined.Store(true)
		if l.state.CompareAndSwap(reliefOff, reliefLooking) {
			go l.look()
		}
	case l.session.oob && l.state.CompareAndSwap(reliefOff, reliefWatching):
		l.alarm.On()
	}
	if l.hungUp.Load() {
		l.relieve(command)
	}
	return command
}

// end ends the command. It reports false if the caller is no longer the reader.
func (l *relief) end(command uint64) bool { return l.command.CompareAndSwap(command, command+1) }

// off ends the watch. The reader calls it before it waits for input.
func (l *relief) off() {
	l.waits.Add(1)
	if l.state.CompareAndSwap(reliefWatching, reliefOff) {
		l.alarm.Off()
	}
}

func (l *relief) close() {
	if l.alarm != nil {
		l.alarm.Close()
	}
}

// rung is called when the alarm rings, while a command runs or later.
func (l *relief) rung(hungUp bool) {
	if hungUp {
		l.hungUp.Store(true) // before the load, for a command that begins now
		l.relieve(l.command.Load())
		return
	}
	if !l.state.CompareAndSwap(reliefWatching, reliefLooking) {
		return
	}
	switch command := l.command.Load(); {
	case command%2 == 1 && l.mayHaveOOB() && l.end(command):
		l.state.Store(reliefOff) // before another reader begins a command
		go l.session.read()
	case l.stopLooking(): // It rang for a request before the reader turned it off.
	default:
		go l.look()
	}
}

// Intervals of look. They double from the first to the longest: each look wakes a thread,
// and at 500 µs that takes a tenth of the CPU time of a long stream of requests.
const (
	firstLook   = 500 * time.Microsecond
	longestLook = 2 * time.Millisecond
)

// look sends replies and relieves the reader while requests come several at a time. With
// out-of-band execution off, it ends when one command has run for an interval: all
// earlier requests are answered then.
func (l *relief) look() {
	for interval := firstLook; ; interval = min(2*interval, longestLook) {
		command, waits := l.command.Load(), l.waits.Load()
		time.Sleep(interval) //nolint:forbidigo // It is the command's time that counts.
		isLong := l.command.Load() == command
		switch {
		case !l.session.oob && isLong:
			l.state.Store(reliefOff) // before the flush, for a command that begins now
			l.session.out.flush()
			return
		case l.session.oob && l.waits.Load() == waits && (isLong || l.mayHaveOOB()):
			l.relieve(l.command.Load())
		}
		l.session.out.flush()
		if !l.pipelined.Swap(false) && l.stopLooking() {
			return
		}
	}
}

// stopLooking turns the relief off. It reports false if it must look on, because a
// command runs for which the alarm was not turned on.
func (l *relief) stopLooking() bool {
	l.state.Store(reliefOff)
	return l.command.Load()%2 == 0 || !l.state.CompareAndSwap(reliefOff, reliefLooking)
}

// relieve starts another reader if the command runs.
func (l *relief) relieve(command uint64) {
	if command%2 == 1 && l.end(command) {
		go l.session.read()
	}
}

// peekSize is how much input mayHaveOOB looks at. If there is more, that may have an
// out-of-band request.
const peekSize = 4 << 10

// mayHaveOOB reports whether input that is not read yet may have an out-of-band
// request, or whether the client has ended its sending.
func (l *relief) mayHaveOOB() bool {
	buf := make([]byte, peekSize)
	n := l.alarm.Peek(buf)
	return n == 0 || n == len(buf) || n > 0 && mayHaveOOB(buf[:n])
}
