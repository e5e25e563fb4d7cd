package qmp

import (
	"encoding/json"
	"errors"

	"github.com/qapi-go/qapi-gen/qapi"
)

// This file encodes arguments and decodes results. Types that the codec does not
// support, such as maps and handwritten structs, are left to encoding/json.

// appendArgs appends the arguments of a command. On an error b is returned
// with its length unchanged.
func appendArgs(b []byte, args any) ([]byte, error) {
	out, err := qapi.AppendJSON(b, args)
	if err == nil || isType[*qapi.EncodeError](err) {
		return out, err
	}
	encoded, err := json.Marshal(args)
	if err != nil {
		return b, err
	}
	return append(b, encoded...), nil
}

// decodeReply decodes the result of a command. Nothing in *ret refers to data.
func (c *Conn) decodeReply(data []byte, ret any) error {
	decode := qapi.Unmarshal
	if c.cfg.strict {
		decode = qapi.UnmarshalStrict
	}
	err := decode(data, ret)
	if err == nil || isType[*qapi.DecodeError](err) {
		return err
	}
	return json.Unmarshal(data, ret)
}

func isType[E error](err error) bool {
	var target E
	return errors.As(err, &target)
}
