package server_test

import (
	"strings"
	"testing"
)

// A client that ends its sending has the replies to all that it has sent, with
// out-of-band execution enabled too.
func TestServerAnswersPipelinedRequestsAfterHalfClose(t *testing.T) {
	s := serveTable(t, basicTable(newGate()))
	for _, oob := range []bool{false, true} {
		for range 60 {
			m := s.connect(oob)
			m.send("%s", strings.Repeat(`{"execute": "ping", "id": 1}`, 6))
			m.closeWrite()
			for range 6 {
				m.expect(success("1"))
			}
			m.expectEnd()
		}
	}
}

// As with QEMU, a client may write many requests before it reads.
func TestServerReadsThousandsOfRequestsOfAClientThatDoesNotReadYet(t *testing.T) {
	const requests = 16000
	s := serveTable(t, basicTable(newGate()))
	for _, oob := range []bool{false, true} {
		m := s.connect(oob)
		m.send("%s", strings.Repeat(`{"execute": "ping", "id": 1}`+"\n", requests))
		for range requests {
			m.expect(success("1"))
		}
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	}
}
