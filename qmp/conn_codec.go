package qmp

import (
	"bytes"
	"encoding/json"
)

// This file is where the client meets the codec.

func encodeArgs(args any) ([]byte, error) { return json.Marshal(args) }

// decodeReply decodes what a command returned. It keeps nothing of data.
func (c *Conn) decodeReply(data []byte, ret any) error {
	if raw, ok := ret.(*json.RawMessage); ok {
		*raw = bytes.Clone(data)
		return nil
	}
	return decodeTolerant(data, ret)
}

func decodeTolerant(data []byte, v any) error { return json.Unmarshal(data, v) }
