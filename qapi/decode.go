package qapi

import (
	"errors"
	"fmt"
	"reflect"
	"sync"
)

// Unmarshal decodes one JSON value into *v. It is tolerant, because a client may be
// older or newer than its server:
//
//   - it ignores members that the type does not have
//   - it leaves missing members zero
//   - it keeps values that an enum does not have
//   - if a union has no branch for the discriminator, or the discriminator is
//     missing, it keeps the other members in UnknownBranch
//
// Anything else is a *DecodeError: text that is not JSON (RFC 8259) in UTF-8, arrays
// and objects nested more than 1024 deep, a duplicate member, a value of another
// kind, and a number out of range. 1.0 and 1e3 are not integers. A uint64 accepts
// negative integers of 64 bits too and wraps them, as QEMU does.
//
// Null is an error unless the type is null. This also holds for a struct or union that
// encoding/json decodes, although UnmarshalJSON methods usually ignore null: in QAPI
// null does not mean absent, and a mandatory member that is null would look like one
// that is zero. encoding/json itself sets pointers to nil.
//
// The old value of *v has no effect on the result. After an error, *v is zero. Nothing
// in *v refers to data.
//
// v is a pointer to a generated type, to json.RawMessage (which accepts any value), to
// a string, bool, float64 or sized integer, or to a slice of or pointer to one of
// these. For another v the error is not a *DecodeError.
//
//go:noinline // generated packages call it once a type, and would compile its body as often
func Unmarshal(data []byte, v any) error {
	return decode(data, v, DecodeOptions{})
}

// UnmarshalStrict is like Unmarshal, but decodes as a server does: unknown members,
// missing members, and values that an enum does not have are errors.
//
// Of several errors, UnmarshalStrict returns the one that QEMU would report: malformed
// JSON first, then the first in the order of the schema. In each object, unknown
// members come last.
func UnmarshalStrict(data []byte, v any) error {
	return decode(data, v, DecodeOptions{Strict: true})
}

// DecodeOptions control what DecodeWith accepts.
type DecodeOptions struct {
	// Strict decodes as UnmarshalStrict does.
	Strict bool
	// Input is the policy for deprecated and unstable members and values.
	Input InputPolicy
}

// DecodeWith is Unmarshal with options. A server decodes arguments with it.
func DecodeWith(data []byte, v any, options DecodeOptions) error { return decode(data, v, options) }

// errNotPointer is a mistake of the caller of Unmarshal.
var errNotPointer = errors.New("qapi: can't decode into what is no pointer, or nil")

// decode decodes data into what v points to.
func decode(data []byte, v any, options DecodeOptions) error {
	target := reflect.ValueOf(v)
	if target.Kind() != reflect.Pointer || target.IsNil() {
		return errNotPointer
	}
	p, err := planOfTarget(v, target.Type())
	if err != nil {
		return err
	}
	target.Elem().SetZero()
	d := decoders.Get().(*decoder)
	d.reset(data, options)
	ok := d.value(p, addressOf(target)) && d.end()
	d.release()
	if ok {
		return nil
	}
	target.Elem().SetZero()
	if err := explain(data, p, options); err != nil {
		return err
	}
	return fmt.Errorf("qapi: a valid %s was refused; this is an error in package qapi", p.schemaName)
}

// A decoder reads a document from front to back and stops at the first error,
// without saying which. Then explain reads the document again, in the order of
// the schema, and returns the error to report. The two must agree on which
// documents are valid.
type decoder struct {
	scanner
	options DecodeOptions
	// policyFlags are the flags of members and values that the policy does not
	// accept.
	policyFlags MemberFlags
	// scratch is for the values of strings with escapes, until they are
	// copied or looked up.
	scratch []byte
	// layers is a stack with the layers of the unions that are being decoded.
	layers []layer
	memory
}

var decoders = sync.Pool{New: func() any { return new(decoder) }}

func (d *decoder) reset(data []byte, options DecodeOptions) {
	d.scanner = scanner{data: data, names: d.names[:0]}
	d.options, d.layers = options, d.layers[:0]
	d.policyFlags = options.Input.flags()
}

// release gives the decoder back. It keeps nothing of the document, and no
// buffer that one unusual document made large.
func (d *decoder) release() {
	clear(d.names[:cap(d.names)])
	if cap(d.names) > 1024 {
		d.names = nil
	}
	clear(d.layers[:cap(d.layers)])
	if cap(d.layers) > 64 {
		d.layers = nil
	}
	if cap(d.scratch) > 4096 {
		d.scratch = nil
	}
	d.scanner = scanner{names: d.names}
	d.memory = memory{}
	decoders.Put(d)
}

// flags returns the flags of members and values that the policy does not accept.
func (p InputPolicy) flags() (flags MemberFlags) {
	if p.Deprecated != Accept {
		flags |= DeprecatedMember
	}
	if p.Unstable != Accept {
		flags |= UnstableMember
	}
	return flags
}

// explain returns the error to report for a document, or nil for a valid one.
func explain(data []byte, p *plan, options DecodeOptions) error {
	e := explainer{tape: tape{scanner: scanner{data: data}}, options: options}
	if !e.read() {
		return e.malformed()
	}
	return e.value(p, 0)
}
