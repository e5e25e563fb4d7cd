package server

import (
	"errors"
	"io"
	"net"
	"os"
	"time"

	"github.com/qapi-go/qapi-gen/internal/qjson"
	"github.com/qapi-go/qapi-gen/qmp"
)

// A reader is the goroutine that reads a session. It parses requests, runs the
// out-of-band ones itself, and in-band ones whose command was quick the last time:
// that takes less time than two goroutine switches. It queues the others for the
// dispatcher.
//
// A session has one reader at a time. With out-of-band execution on, another
// goroutine becomes the reader if a command that the reader runs turns out slow
// (see relief). The former reader then ends with that command.
type reader struct {
	*session
	relieved bool // another goroutine has become the reader
	// pipelined is set from the first of several requests that were read together until
	// the reader waits for input. Replies to earlier ones may be in the outbox.
	pipelined bool
}

// read reads until the connection ends, the server stops, or another goroutine has
// become the reader. If a handler calls runtime.Goexit, the reading goes on in
// another goroutine.
func (s *session) read() {
	rd := &reader{session: s}
	returned := false
	defer func() {
		if !returned && !rd.relieved {
			s.out.flush() // The new reader does not know that there are replies.
			go s.read()
		}
	}()
	cause := rd.handleMessages()
	returned = true
	if !rd.relieved {
		s.endReading(cause)
	}
}

// endReading releases what belongs to the reader.
func (s *session) endReading(cause error) {
	s.in.files.Replace(nil)
	s.parse.Release()
	if s.relief != nil {
		s.relief.close()
	}
	s.readingEnded <- cause
}

func (rd *reader) handleMessages() error {
	for !rd.relieved {
		m, n, complete := rd.parse.Feed(rd.in.unread())
		rd.in.consume(n)
		var err error
		if complete {
			rd.pipelined = rd.pipelined || rd.in.hasMore()
			err = rd.handle(&m)
		} else {
			err = rd.fill()
		}
		switch {
		case err == nil:
		case errors.Is(err, os.ErrDeadlineExceeded) && !rd.stopping.Load():
		case errors.Is(err, io.EOF) && rd.srv.dispatcher.awaitEmpty(rd.session):
			// The client has only ended its sending. It gets the replies to
			// all that it has sent.
			rd.out.flush()
			if waited := rd.waitSuspended(); waited != nil {
				return waited
			}
			return err
		default:
			return err
		}
	}
	return nil
}

// fill waits for more input.
func (rd *reader) fill() error {
	rd.out.flush()
	if rd.relief != nil {
		rd.relief.off() // after the flush, so that the client need not wait for it
	}
	rd.pipelined = false
	return rd.in.fill()
}

// handle answers a message or queues it. When it returns, the reader may parse the
// next one.
func (rd *reader) handle(m *qjson.Message) error {
	if rd.srv.config.trace != nil && m.Err == nil {
		rd.trace(qmp.Received, m.Text)
	}
	r := rd.newRequest(m)
	hasRoom := rd.out.awaitRoom()
	switch {
	case rd.stopping.Load():
		r.release()
		return net.ErrClosed
	case !hasRoom:
		r.release()
		return errHungUp
	case r.oob:
		r.run()
		return nil
	case r.isQuick() && rd.mayRunInBand() && rd.srv.dispatcher.begin(rd.session):
		return rd.runInBand(r)
	}
	return rd.enqueue(r)
}

// quickLimit is how long a command may take to count as quick.
const quickLimit = 200 * time.Microsecond

// isQuick reports whether the command was quick when it last ran.
func (r *request) isQuick() bool { return r.command == nil || r.command.quick.Load() }

// noteSpeed notes whether the request's command was quick, for the next request with it.
// The command began at start and has just ended.
func (r *request) noteSpeed(start time.Time) {
	if r.command == nil {
		return
	}
	if quick := time.Since(start) < quickLimit; quick != r.command.quick.Load() {
		r.command.quick.Store(quick)
	}
}

// mayRunInBand reports whether the reader may run an in-band command itself. With
// out-of-band execution on, another goroutine must be able to become the reader, and
// no out-of-band request may be among what has been read already.
func (rd *reader) mayRunInBand() bool {
	switch {
	case !rd.negotiated:
		return true // qmp_capabilities; the next message is not to be read yet
	case rd.oob && (rd.srv.config.rfc || rd.in.mayHaveOOB()):
		return false
	case rd.relief == nil:
		rd.relief = newRelief(rd.session)
	}
	return !rd.oob || rd.relief.alarm != nil
}

// runInBand runs an in-band request for which the dispatcher is busy.
func (rd *reader) runInBand(r *request) error {
	if rd.relief == nil {
		rd.out.flush() // Nobody would meanwhile.
	}
	rd.execute(r)
	if rd.relieved || r.isQuick() {
		return nil
	}
	rd.out.flush()
	if rd.peer.HungUp() {
		return errHungUp
	}
	return nil
}

// execute executes a request, and sets relieved if another goroutine has become the
// reader meanwhile.
func (rd *reader) execute(r *request) {
	defer rd.srv.dispatcher.end(rd.session)
	if relief := rd.relief; relief != nil {
		command := relief.begin(rd.pipelined)
		// Before the dispatcher is idle, when the new reader may run a command
		defer func() {
			if rd.relieved = !relief.end(command); rd.relieved {
				rd.out.flush()
			}
		}()
	}
	rd.srv.dispatcher.execute(r)
}

// enqueue queues an in-band request, and waits while the monitor is
// suspended: until it is answered with OOB off, and otherwise until the queue
// has room for another.
func (rd *reader) enqueue(r *request) error {
	pushed, suspended := rd.srv.dispatcher.push(rd.session, r)
	switch {
	case !pushed && rd.oob && rd.srv.config.rfc:
		rd.dropRequest(r)
		return nil
	case !pushed:
		r.release()
		return net.ErrClosed
	case !suspended:
		return nil
	}
	rd.out.flush()
	return rd.waitSuspended()
}

// waitSuspended waits until the dispatcher resumes the session, or until the client
// hangs up. A client that has only ended its sending still gets its replies.
func (rd *reader) waitSuspended() error {
	if rd.peer.Wait() {
		return errHungUp
	}
	select {
	case <-rd.resumed:
	case <-rd.ctx.Done():
		return errHungUp
	case <-rd.srv.ctx.Done():
		return net.ErrClosed
	}
	rd.in.resume()
	if rd.stopping.Load() {
		return net.ErrClosed // and its interrupt may be undone
	}
	return nil
}
