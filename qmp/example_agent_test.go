package qmp_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
)

// answerAsAgent is as much of a guest agent as the example needs.
func answerAsAgent(conn net.Conn) {
	requests := json.NewDecoder(skipSentinels{conn})
	for {
		var request struct {
			Execute   string
			Arguments struct{ ID json.Number }
			ID        json.RawMessage
		}
		if err := requests.Decode(&request); errors.Is(err, io.EOF) || errors.Is(err, io.ErrClosedPipe) {
			return
		}
		result := `{}`
		if request.Arguments.ID != "" { // guest-sync, guest-sync-delimited
			result = request.Arguments.ID.String()
		}
		if request.ID != nil {
			_, _ = fmt.Fprintf(conn, `{"return": %s, "id": %s}`+"\n", result, request.ID)
			continue
		}
		if request.Execute == "guest-sync-delimited" {
			_, _ = conn.Write([]byte{0xFF})
		}
		_, _ = fmt.Fprintf(conn, `{"return": %s}`+"\n", result)
	}
}

// skipSentinels reads without the bytes 0xFF that begin a conversation anew.
type skipSentinels struct{ io.Reader }

func (s skipSentinels) Read(b []byte) (int, error) {
	n, err := s.Reader.Read(b)
	kept := b[:0]
	for _, c := range b[:n] {
		if c != 0xFF {
			kept = append(kept, c)
		}
	}
	return len(kept), err
}
