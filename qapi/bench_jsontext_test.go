package qapi_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/qapi-go/qapi-gen/qapi"
)

// The same types decoded by code written over jsontext's tokens, as strict as
// UnmarshalStrict: what one would write by hand, or generate, without a codec
// of one's own.

// tokens is a decoder over jsontext, which itself checks syntax, UTF-8 and
// duplicate names.
type tokens struct {
	*jsontext.Decoder
}

var errTokens = errors.New("the document does not have the type")

func tokenDecode[T any](decode func(*tokens, *T) error) func(data []byte) error {
	return func(data []byte) error {
		t := tokens{Decoder: jsontext.NewDecoder(bytes.NewBuffer(data))}
		return decode(&t, new(T))
	}
}

// members calls member for each member and checks that those of required, a
// mask of what member returns, are there. member returns 0 for a strange one.
func (t *tokens) members(required uint64, member func(name string) (uint64, error)) error {
	if token, err := t.ReadToken(); err != nil || token.Kind() != '{' {
		return errors.Join(err, errTokens)
	}
	var seen uint64
	for t.PeekKind() != '}' {
		token, err := t.ReadToken()
		if err != nil {
			return err
		}
		bit, err := member(token.String())
		if err != nil {
			return err
		}
		if bit == 0 {
			return errTokens
		}
		seen |= bit
	}
	if _, err := t.ReadToken(); err != nil {
		return err
	}
	if seen&required != required {
		return errTokens
	}
	return nil
}

func (t *tokens) string(v *string) error {
	token, err := t.ReadToken()
	if err != nil || token.Kind() != '"' {
		return errors.Join(err, errTokens)
	}
	*v = token.String()
	return nil
}

func enumOf[T ~string](t *tokens, v *T, table *qapi.Type) error {
	token, err := t.ReadToken()
	if err != nil || token.Kind() != '"' {
		return errors.Join(err, errTokens)
	}
	text := token.String()
	for i := range table.Values {
		if table.Values[i].Name == text {
			*v = T(table.Values[i].Name)
			return nil
		}
	}
	return errTokens
}

func (t *tokens) bool(v *bool) error {
	token, err := t.ReadToken()
	if err != nil || token.Kind() != 't' && token.Kind() != 'f' {
		return errors.Join(err, errTokens)
	}
	*v = token.Bool()
	return nil
}

func (t *tokens) int64(v *int64) error {
	value, err := t.ReadValue()
	if err != nil || value.Kind() != '0' {
		return errors.Join(err, errTokens)
	}
	*v, err = strconv.ParseInt(string(value), 10, 64)
	return err
}

func (t *tokens) uint32(v *uint32) error {
	value, err := t.ReadValue()
	if err != nil || value.Kind() != '0' {
		return errors.Join(err, errTokens)
	}
	u, err := strconv.ParseUint(string(value), 10, 32)
	*v = uint32(u)
	return err
}

func optional[T any](v **T, decode func(*T) error) error {
	*v = new(T)
	return decode(*v)
}

func list[T any](t *tokens, v *[]T, decode func(*T) error) error {
	if token, err := t.ReadToken(); err != nil || token.Kind() != '[' {
		return errors.Join(err, errTokens)
	}
	*v = []T{}
	for t.PeekKind() != ']' {
		var elem T
		if err := decode(&elem); err != nil {
			return err
		}
		*v = append(*v, elem)
	}
	_, err := t.ReadToken()
	return err
}

// A held member came before the discriminator.
type held struct {
	name  string
	value []byte
}

// release decodes the members that came before the discriminator.
func (t *tokens) release(members []held, member func(t *tokens, name string) (uint64, error)) (seen uint64, err error) {
	for _, m := range members {
		sub := tokens{Decoder: jsontext.NewDecoder(bytes.NewBuffer(m.value))}
		bit, err := member(&sub, m.name)
		if err != nil || bit == 0 {
			return 0, errors.Join(err, errTokens)
		}
		seen |= bit
	}
	return seen, nil
}

// union decodes a union: base decodes its own members and returns 0 for
// others; branch returns the decoder of the selected branch's members and
// which of them are required.
func (t *tokens) union(required, tag uint64, base func(name string) (uint64, error),
	branch func() (member func(t *tokens, name string) (uint64, error), required uint64),
) error {
	var early []held
	var member func(t *tokens, name string) (uint64, error)
	var seen, needed uint64
	err := t.members(required, func(name string) (uint64, error) {
		bit, err := base(name)
		if err != nil {
			return 0, err
		}
		switch {
		case bit == tag:
			member, needed = branch()
			seen, err = t.release(early, member)
			return bit, err
		case bit != 0:
			return bit, nil
		case member != nil:
			bit, err = member(t, name)
			seen |= bit
			if bit == 0 {
				return 0, errors.Join(err, errTokens)
			}
			return 1 << 63, err
		}
		value, err := t.ReadValue()
		early = append(early, held{name, bytes.Clone(value)})
		return 1 << 63, err
	})
	if err == nil && seen&needed != needed {
		return fmt.Errorf("a member of the branch is missing")
	}
	return err
}

func (t *tokens) raw(v *json.RawMessage) error {
	value, err := t.ReadValue()
	*v = append(json.RawMessage(nil), value...)
	return err
}
