package server

import (
	"time"

	"github.com/qapi-go/qapi-gen/internal/qjson"
	"github.com/qapi-go/qapi-gen/qmp"
)

// This file has what is different with WithRFCRequests.

// rfcIsOOB is isOOB for the form of 2017.
func rfcIsOOB(m *qjson.Message) bool {
	return string(memberOf(m, "control")) == `{"run-oob":true}`
}

// checkRFCControl checks the member control of a request.
func (s *session) checkRFCControl(member qjson.Member) *qmp.Error {
	switch {
	case !s.srv.config.rfc:
		return unexpected(member)
	case !s.oob:
		return generic("QMP input member 'control' is unexpected: the capability 'oob' is not enabled")
	}
	switch string(member.Value) {
	case `{"run-oob":true}`, `{"run-oob":false}`, `{}`:
		return nil
	default:
		return generic("QMP input member 'control' must be an object with the boolean 'run-oob' and nothing else")
	}
}

// dropRequest tells the client that its request was not queued.
func (s *session) dropRequest(r *request) {
	data := []byte(`{"reason": "queue-full"`)
	if r.id != nil {
		data = append(data, `, "id": `...)
		data = qjson.AppendValue(data, r.id)
	}
	s.out.putEvent(appendEvent(nil, "request-dropped", time.Now(), append(data, '}')))
	r.release()
}
