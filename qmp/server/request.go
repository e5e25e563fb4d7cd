package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/qapi-go/qapi-gen/internal/fdconn"
	"github.com/qapi-go/qapi-gen/internal/qjson"
	"github.com/qapi-go/qapi-gen/qmp"
)

// A request is a client's message, from parsing to its reply.
type request struct {
	session *session
	callContext
	id   []byte // strict JSON; nil: none
	args json.RawMessage
	oob  bool
	// err is the error to reply with. If it is set, command is nil.
	err     *qmp.Error
	command *tableCommand
	start   time.Time // when run was called
	// charged is how many bytes the message has taken from the server's budget.
	charged int
}

// release releases the files and the memory of a request that has been executed or
// discarded.
func (r *request) release() {
	r.files.Release()
	r.session.srv.budget.Give(r.charged)
}

// A callContext is the context of a handler. It ends with the server, and has
// the values of the context that the connection is served with.
type callContext struct {
	context.Context // the server's
	values          context.Context
	files           *fdconn.FileSet
}

// Value implements context.Context.
func (c *callContext) Value(key any) any {
	if _, ok := key.(receivedFilesKey); ok {
		return c.files
	}
	if v := c.values.Value(key); v != nil {
		return v
	}
	return c.Context.Value(key)
}

// newRequest checks the form of a message and looks up its command. Everything else
// is checked when the request runs.
func (s *session) newRequest(m *qjson.Message) *request {
	r := &request{session: s, charged: m.Charged}
	r.callContext = callContext{Context: s.srv.ctx, values: s.ctx, files: s.in.files.Current}
	r.files.Hold()
	switch {
	case m.Err != nil:
		r.err = generic(m.Err.Desc)
	case !m.IsObject:
		r.err = generic("QMP input must be a JSON object")
	default:
		r.oob = s.isOOB(m)
		r.readMembers(m)
	}
	return r
}

// isOOB reports whether a message asks for out-of-band execution. The answer to it
// overtakes queued requests even if it is a refusal.
func (s *session) isOOB(m *qjson.Message) bool {
	if s.srv.config.rfc {
		return rfcIsOOB(m)
	}
	return memberOf(m, "exec-oob") != nil && memberOf(m, "execute") == nil
}

// memberOf returns the value of a member, or nil.
func memberOf(m *qjson.Message, name string) []byte {
	for _, have := range m.Members {
		if string(have.Name) == name {
			return have.Value
		}
	}
	return nil
}

// readMembers checks the members of a message in the order they came.
func (r *request) readMembers(m *qjson.Message) {
	r.id = memberOf(m, "id")
	var selector, name []byte // execute or exec-oob, and its value
	for _, member := range m.Members {
		switch string(member.Name) {
		case "execute", "exec-oob":
			if r.err = r.checkSelector(member, selector); r.err != nil {
				return
			}
			selector, name = member.Name, member.Value
		case "arguments":
			if member.Value[0] != '{' {
				r.err = generic("QMP input member 'arguments' must be an object")
				return
			}
			r.args = member.Value
		case "id":
		case "control":
			if r.err = r.session.checkRFCControl(member); r.err != nil {
				return
			}
		default:
			r.err = unexpected(member)
			return
		}
	}
	if selector == nil {
		r.err = generic("QMP input lacks member 'execute'")
		return
	}
	r.lookUp(name[1 : len(name)-1])
}

// checkSelector checks the member execute or exec-oob. Earlier is the name of an earlier
// one, or nil.
func (r *request) checkSelector(member qjson.Member, earlier []byte) *qmp.Error {
	switch {
	case string(member.Name) == "exec-oob" && (!r.session.oob || r.session.srv.config.rfc):
		return unexpected(member)
	case member.Value[0] != '"':
		return generic("QMP input member '" + string(member.Name) + "' must be a string")
	case earlier != nil:
		return generic("QMP input member '" + string(member.Name) + "' clashes with '" + string(earlier) + "'")
	}
	return nil
}

// unexpected is the error of a member that requests do not have.
func unexpected(member qjson.Member) *qmp.Error {
	return generic("QMP input member '" + unquoted(member.Name) + "' is unexpected")
}

// unquoted is the value of a strict JSON string without its quotes.
func unquoted(body []byte) string {
	if bytes.IndexByte(body, '\\') < 0 {
		return string(body)
	}
	return string(qjson.Unquote(nil, body))
}

func (r *request) lookUp(name []byte) {
	if r.command = r.session.srv.commands.find(name); r.command != nil && r.session.isAvailable(r.command) {
		return
	}
	r.command = nil
	r.err = &qmp.Error{Class: qmp.CommandNotFound, Desc: "The command " + shorten(unquoted(name)) + " has not been found"}
	if !r.session.negotiated {
		r.err.Desc = "Expecting capabilities negotiation with 'qmp_capabilities'"
	}
}

// run runs the request and puts the reply in the outbox.
func (r *request) run() {
	buf := replyBuffers.Get().(*[]byte)
	defer putReplyBuffer(buf)
	defer r.release()
	r.start = time.Now()
	wasNegotiated := r.session.negotiated
	exited := true
	defer func() {
		if cause := recover(); cause != nil {
			panic(cause) // a policy ends the process
		}
		if exited {
			r.reply(buf, appendError((*buf)[:0], r.exited()), wasNegotiated)
		}
	}()
	reply := r.appendReply((*buf)[:0])
	exited = false
	r.reply(buf, reply, wasNegotiated)
}

// reply puts a reply without its end in the outbox, unless it is nil.
func (r *request) reply(buf *[]byte, reply []byte, wasNegotiated bool) {
	if reply == nil {
		return
	}
	*buf = r.finishReply(reply)
	if size := cap(*buf); size > qjson.MaxKeptBuffer {
		r.session.srv.budget.takeAlways(size)
		defer r.session.srv.budget.Give(size)
	}
	if s := r.session; s.negotiated && !wasNegotiated {
		s.out.putAndEnableEvents(*buf)
	} else {
		s.out.put(*buf)
	}
}

// appendReply runs the command and appends the reply to dst, up to its id. It
// returns nil when none is to be sent.
func (r *request) appendReply(dst []byte) (reply []byte) {
	// An error that a handler returns may panic when asked for its text.
	defer func() {
		if cause := recover(); cause != nil {
			reply = appendError(dst, r.panicked(cause))
		}
	}()
	result, err := r.result()
	switch {
	case err != nil:
		return appendError(dst, err)
	case r.command.Flags&NoReply != 0:
		return nil
	}
	return r.session.appendReturn(dst, result)
}

// result runs the command if the request is valid and the server admits it.
func (r *request) result() (any, error) {
	if r.err != nil {
		return nil, r.err
	}
	if err := r.session.srv.admit(r.command, r.oob); err != nil {
		return nil, err
	}
	hook := r.session.srv.config.hook
	if hook == nil {
		return r.call()
	}
	return r.callAndTell(hook)
}

// callAndTell calls the handler, and tells hook also of a handler that ends its
// goroutine.
func (r *request) callAndTell(hook func(Call)) (result any, err error) {
	err = errEndedGoroutine
	defer func() {
		hook(Call{
			Monitor: r.session.number, Command: r.command.Name, OOB: r.oob,
			Start: r.start, Duration: time.Since(r.start), Err: err,
		})
	}()
	return r.call()
}

// errEndedGoroutine is what a hook gets for a handler that called runtime.Goexit.
var errEndedGoroutine = errors.New("the command ended its goroutine")

// finishReply appends the id and the end of the line.
func (r *request) finishReply(reply []byte) []byte {
	if r.id != nil {
		reply = append(reply, `, "id": `...)
		reply = qjson.AppendValue(reply, r.id)
	}
	return append(reply, "}\r\n"...)
}

func (s *session) appendReturn(dst []byte, result any) []byte {
	reply, err := encodeResult(append(dst, `{"return": `...), result, s.srv.config.output)
	if err != nil {
		s.log.Error("a reply cannot be encoded", "monitor", s.number, "error", err)
		return appendError(dst, generic("Internal error: the reply cannot be encoded"))
	}
	return reply
}

func appendError(dst []byte, err error) []byte {
	e := asError(err)
	dst = append(dst, `{"error": {"class": `...)
	dst = qjson.AppendString(dst, string(e.Class))
	dst = append(dst, `, "desc": `...)
	dst = qjson.AppendString(dst, e.Desc)
	return append(dst, '}')
}
