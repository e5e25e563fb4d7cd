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
// A member that is optional and nil is left out; a mandatory slice that is nil
// is written as []. A union whose discriminator is the empty string takes it
// from the one branch that is set; a branch that is not set while the
// discriminator selects it counts as empty, which is an error if it has
// mandatory members. UnknownBranch is written back beside a discriminator
// value that has no branch, and in a union that was decoded without one.
//
// A value that no peer could decode is an error, an *EncodeError: a
// discriminator and a branch that contradict each other, an alternate that has
// not exactly one alternative, NaN and infinities, strings that are not UTF-8,
// a json.RawMessage that is not one JSON value (nil too, where it is
// mandatory), more than 1024 nested arrays and objects.
//
// v is a generated type, json.RawMessage, a string, bool, float64 or sized
// integer, a slice of one of these, or a pointer to one of all these. Another
// v is an error that is no *EncodeError.
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

// buffers are what Marshal encodes into before it knows the length.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// largestKept bounds the buffers that are kept for the next call.
const maxKeptBuffer = 1 << 20

// AppendJSON is like Marshal but appends to dst. It returns dst with its
// length unchanged after an error.
func AppendJSON(dst []byte, v any) ([]byte, error) {
	return appendJSON(dst, v, EncodeOptions{})
}

// EncodeOptions say how AppendWith writes.
type EncodeOptions struct {
	// Server writes as QEMU's monitor does: ASCII alone, numbers with 17
	// digits, a space behind each comma and colon, U+FFFD for what is not
	// UTF-8.
	Server bool
	// Output is what is left out.
	Output OutputPolicy
}

// AppendWith is AppendJSON with options. A server encodes replies by it.
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
	// mixed says that the object that is being written has members from an
	// UnknownBranch, which may be there twice.
	mixed bool
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

// value appends the value that lies at a.
func (e *encoder) value(dst []byte, p *plan, a address) ([]byte, *EncodeError) {
	switch p.op {
	case opString, opEnum:
		return e.string(dst, *as[string](a))
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

// open goes into an array or object.
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

// alternate appends the one alternative that is set.
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

// absent reports whether an optional member of the struct at a, or an
// alternative, is not there. Pointers and slices both begin with a pointer.
func (f *field) absent(a address) bool { return a.at(f.offset).pointer().isNil() }
