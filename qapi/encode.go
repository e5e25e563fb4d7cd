package qapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strconv"
	"sync"
)

// Marshal encodes v as JSON, on one line, without white space, members in the
// order of the schema.
//
// An optional member that is nil is left out. A mandatory slice that is nil is
// written as []. If the discriminator of a union is the empty string, Marshal
// writes the name of the branch that is set. If the discriminator selects a
// branch that is nil, that branch is written without members; this is an error
// if it has mandatory ones. UnknownBranch is written if no branch has the
// discriminator's value, or if the union was decoded without a discriminator.
//
// A value that no peer could decode is an *EncodeError:
//
//   - a discriminator that does not match the branch that is set
//   - an alternate with no alternative set, or with several
//   - NaN and infinities
//   - a string that is not UTF-8
//   - a json.RawMessage that does not hold one JSON value; it must not be nil
//     where it is mandatory
//   - arrays and objects nested more than 1024 deep
//
// The type of v is a generated type, json.RawMessage, string, bool, float64 or
// a sized integer, a slice of one of these, or a pointer to any of them. For
// another type the error is not an *EncodeError.
func Marshal(v any) ([]byte, error) {
	buffer := buffers.Get().(*[]byte)
	out, err := appendJSON((*buffer)[:0], v, EncodeOptions{})
	var encoded []byte
	if err == nil {
		encoded = bytes.Clone(out)
	}
	if cap(out) <= maxKeptBuffer {
		*buffer = out
		buffers.Put(buffer)
	}
	return encoded, err
}

// buffers holds the buffers that Marshal encodes into.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// maxKeptBuffer is the capacity of the largest buffer that is used again.
const maxKeptBuffer = 1 << 20

// AppendJSON is like Marshal but appends to dst. It returns dst with its
// length unchanged after an error.
func AppendJSON(dst []byte, v any) ([]byte, error) {
	return appendJSON(dst, v, EncodeOptions{})
}

// EncodeOptions control how AppendWith encodes a value.
type EncodeOptions struct {
	// Server selects the format of QEMU's monitor: only ASCII, numbers with 17
	// digits, a space after each comma and colon, and U+FFFD for bytes that
	// are not UTF-8.
	Server bool
	// Output selects the members that are left out.
	Output OutputPolicy
}

// AppendWith is AppendJSON with options. A server encodes replies with it.
func AppendWith(dst []byte, v any, options EncodeOptions) ([]byte, error) {
	return appendJSON(dst, v, options)
}

func appendJSON(dst []byte, v any, options EncodeOptions) ([]byte, error) {
	source := reflect.ValueOf(v)
	if !source.IsValid() || source.Kind() == reflect.Pointer && source.IsNil() {
		return dst, errors.New("qapi: can't encode nil")
	}
	var p *plan
	var err error
	if source.Kind() == reflect.Pointer {
		p, err = planOfTarget(v, source.Type())
	} else {
		p, err = planOf(source.Type())
		addressable := reflect.New(source.Type())
		addressable.Elem().Set(source)
		source = addressable
	}
	if err != nil {
		return dst, err
	}
	e := encoder{options: options, hidden: options.Output.hidden(), comma: ",", colon: ":"}
	if options.Server {
		e.comma, e.colon = ", ", ": "
	}
	out, failure := e.value(dst, p, addressOf(source))
	if failure != nil {
		return dst, failure
	}
	return out, nil
}

// An encoder appends values to a buffer.
type encoder struct {
	options EncodeOptions
	hidden  MemberFlags // what the policy hides
	comma   string
	colon   string
	depth   int
	// mayRepeat is set if the current object has members from an UnknownBranch.
	// These may repeat a member of the base.
	mayRepeat bool
}

// hidden returns the flags of the members that the policy leaves out.
func (p OutputPolicy) hidden() (flags MemberFlags) {
	if p.HideDeprecated {
		flags |= DeprecatedMember
	}
	if p.HideUnstable {
		flags |= UnstableMember
	}
	return flags
}

// value appends the value at address a.
func (e *encoder) value(dst []byte, p *plan, a address) ([]byte, *EncodeError) {
	switch p.op {
	case opString, opEnum:
		return e.string(dst, *as[string](a))
	case opDriver:
		return e.driver(dst, p, *as[string](a))
	case opBool:
		return strconv.AppendBool(dst, *as[bool](a)), nil
	case opInt64:
		return strconv.AppendInt(dst, *as[int64](a), 10), nil
	case opInt32:
		return strconv.AppendInt(dst, int64(*as[int32](a)), 10), nil
	case opInt16:
		return strconv.AppendInt(dst, int64(*as[int16](a)), 10), nil
	case opInt8:
		return strconv.AppendInt(dst, int64(*as[int8](a)), 10), nil
	case opUint64:
		return strconv.AppendUint(dst, *as[uint64](a), 10), nil
	case opUint32:
		return strconv.AppendUint(dst, uint64(*as[uint32](a)), 10), nil
	case opUint16:
		return strconv.AppendUint(dst, uint64(*as[uint16](a)), 10), nil
	case opUint8:
		return strconv.AppendUint(dst, uint64(*as[uint8](a)), 10), nil
	case opNumber:
		return e.float64(dst, *as[float64](a))
	case opNull:
		return append(dst, "null"...), nil
	case opRaw:
		return e.raw(dst, *as[json.RawMessage](a))
	case opStruct, opUnion:
		return e.object(dst, p, a)
	case opAlternate:
		return e.alternate(dst, p, a)
	case opSlice:
		return e.array(dst, p, a)
	default:
		return e.pointer(dst, p, a)
	}
}

func (e *encoder) pointer(dst []byte, p *plan, a address) ([]byte, *EncodeError) {
	target := a.pointer()
	if target.isNil() {
		return dst, unencodable("it is nil, but mandatory")
	}
	return e.value(dst, p.elem, target)
}

// open counts a level of nesting for an array or object.
func (e *encoder) open() *EncodeError {
	if e.depth == maxDepth {
		return unencodable("arrays and objects are nested more than 1024 deep")
	}
	e.depth++
	return nil
}

func (e *encoder) array(dst []byte, p *plan, a address) ([]byte, *EncodeError) {
	if err := e.open(); err != nil {
		return dst, err
	}
	dst = append(dst, '[')
	elem, length := a.slice()
	size := p.elem.rtype.Size()
	for i := range length {
		if i > 0 {
			dst = append(dst, e.comma...)
		}
		var err *EncodeError
		if dst, err = e.value(dst, p.elem, elem.at(uintptr(i)*size)); err != nil {
			return dst, err.in("[" + strconv.Itoa(i) + "]")
		}
	}
	e.depth--
	return append(dst, ']'), nil
}

// alternate appends the alternative that is set.
func (e *encoder) alternate(dst []byte, p *plan, a address) ([]byte, *EncodeError) {
	var chosen *field
	for i := range p.fields {
		f := &p.fields[i]
		if f.absent(a) {
			continue
		}
		if chosen != nil {
			return dst, unencodable("the alternate " + p.schemaName + " has both " + chosen.name + " and " + f.name)
		}
		chosen = f
	}
	if chosen == nil {
		return dst, unencodable("the alternate " + p.schemaName + " has no alternative set")
	}
	return e.value(dst, chosen.plan, a.at(chosen.offset))
}

// absent reports whether the field f of the struct at a is nil, or an empty string. f
// is an optional member or an alternative. If it is not a string, it is a pointer or a
// slice; the first word of both is a pointer.
func (f *field) absent(a address) bool {
	if f.plan.op == opString {
		return *as[string](a.at(f.offset)) == ""
	}
	return a.at(f.offset).pointer().isNil()
}

// driver appends the name of a device. The model of a CPU may be one that the table
// does not have, as the value of an enum may.
func (e *encoder) driver(dst []byte, p *plan, name string) ([]byte, *EncodeError) {
	switch {
	case p.suffix != "" && name == "":
		return dst, unencodable("the model is missing")
	case p.suffix != "":
		return e.string(dst, name+p.suffix)
	case name == "":
		name = p.values.names[0]
	case p.values.find(name) < 0:
		return dst, unencodable("it is " + quoteShort(name) + ", which is none of " + p.schemaName)
	}
	return e.string(dst, name)
}
