package qapi

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/qapi-go/qapi-gen/internal/qjson"
)

// value decodes the next value into a, where a zero value of the plan's type
// lies.
func (d *decoder) value(p *plan, a address) bool {
	switch p.op {
	case opString:
		return d.string(as[string](a))
	case opEnum:
		return d.enum(p, as[string](a))
	case opDriver:
		return d.driver(p, as[string](a))
	case opBool:
		return d.bool(as[bool](a))
	case opInt64:
		return signed(d, as[int64](a))
	case opInt32:
		return signed(d, as[int32](a))
	case opInt16:
		return signed(d, as[int16](a))
	case opInt8:
		return signed(d, as[int8](a))
	case opUint64:
		return d.uint64(as[uint64](a))
	case opUint32:
		return unsigned(d, as[uint32](a))
	case opUint16:
		return unsigned(d, as[uint16](a))
	case opUint8:
		return unsigned(d, as[uint8](a))
	case opNumber:
		return d.float64(as[float64](a))
	case opNull:
		return d.next() == 'n' && d.literal("null")
	case opRaw:
		return d.raw(as[json.RawMessage](a))
	case opStruct:
		return d.object(p, a)
	case opUnion:
		return d.union(p, a)
	case opAlternate:
		return d.alternate(p, a)
	case opSlice:
		return d.array(p, a)
	default:
		return d.pointer(p, a)
	}
}

// pointer decodes into a new value and makes the pointer at a point to it.
func (d *decoder) pointer(p *plan, a address) bool {
	var target address
	switch left := len(d.data) - d.pos; p.elem.op {
	case opString, opEnum:
		target = to(d.strings.take(left))
	case opBool:
		target = to(d.bools.take(left))
	case opInt64, opUint64:
		target = to(d.words.take(left))
	default:
		target = newObject(p.elem.rtype)
	}
	a.setPointer(target)
	return d.value(p.elem, target)
}

func (d *decoder) array(p *plan, a address) bool {
	if d.next() != '[' || !d.open() {
		return false
	}
	if d.next() == ']' {
		a.setEmptySlice()
		return !d.more(true, ']')
	}
	// Most arrays are short. They are decoded into a scratch slice and copied
	// when their length is known, so that they are allocated only once.
	aside := p.takeScratch()
	first, _ := aside.slice()
	size := p.elem.rtype.Size()
	start := d.pos
	n := 0
	for d.more(n == 0, ']') {
		var elem address
		if n < scratchLength {
			elem = first.at(uintptr(n) * size)
		} else {
			if n == scratchLength {
				a.copySlice(p.rtype, aside, n, d.likelyLength(start, n))
			} else if a.isFull() {
				a.growSlice(p.rtype, d.likelyLength(start, n))
			}
			elem = a.extendSlice(size)
		}
		if !d.value(p.elem, elem) {
			return false
		}
		n++
	}
	if n <= scratchLength {
		a.copySlice(p.rtype, aside, n, n)
	}
	aside.clearSlice(p.rtype, min(n, scratchLength))
	aside.keep(&p.scratchSlices)
	return d.ok()
}

// scratchLength is how many elements of an array go into the scratch slice.
const scratchLength = 16

// likelyLength estimates how many elements the array that begins at start has, from
// the length of its first n. It is greater than n, and bounded, so that a peer
// cannot cause a large allocation with a short document.
func (d *decoder) likelyLength(start, n int) int {
	left := len(d.data) - d.pos
	return n + min(1+n*left/(d.pos-start), 8*n)
}

// takeScratch returns the address of a slice of p's type with scratchLength zero
// elements.
func (p *plan) takeScratch() address {
	if aside := take(&p.scratchSlices); !aside.isNil() {
		return aside
	}
	return newSlice(p.rtype, scratchLength)
}

// text reads a string and returns its value, which is valid until the next
// call of text or a change of the document.
func (d *decoder) text() ([]byte, bool) {
	if d.next() != '"' {
		return nil, false
	}
	body, plain, ok := d.str()
	if ok && !plain {
		d.scratch = qjson.Unquote(d.scratch[:0], body)
		body = d.scratch
	}
	return body, ok
}

func (d *decoder) string(v *string) bool {
	text, ok := d.text()
	*v = view(d.copyText(text, len(d.data)-d.pos+len(text)))
	return ok
}

// enum decodes a value of an enum. One that is known costs no allocation.
func (d *decoder) enum(p *plan, v *string) bool {
	text, ok := d.text()
	if !ok {
		return false
	}
	i := p.values.find(view(text))
	if i < 0 {
		*v = string(text)
		return !d.options.Strict
	}
	*v = p.values.names[i]
	return p.valueFlags[i]&d.policyFlags == 0
}

// driver decodes the name of a device, and leaves out the suffix of a CPU. Tolerant
// decoding keeps a name that the table does not have.
func (d *decoder) driver(p *plan, v *string) bool {
	text, ok := d.text()
	if !ok {
		return false
	}
	known := p.values.find(view(text)) >= 0
	*v = strings.TrimSuffix(string(text), p.suffix)
	return known || !d.options.Strict
}

func (d *decoder) bool(v *bool) bool {
	switch d.next() {
	case 't':
		*v = true
		return d.literal("true")
	case 'f':
		return d.literal("false")
	}
	return false
}

// integer reads an integer's token: its magnitude and sign.
func (d *decoder) integer() (m uint64, negative, ok bool) {
	if kindOf(d.next()) != kindNumber {
		return 0, false, false
	}
	if m, ok := d.takeShortUint(); ok {
		return m, false, true
	}
	token, integer, ok := d.number()
	if !ok || !integer {
		return 0, false, false
	}
	if token[0] == '-' {
		token, negative = token[1:], true
	}
	m, ok = magnitude(token)
	return m, negative, ok
}

// maxShortDigits is the number of digits that always fit into 64 bits with a sign.
const maxShortDigits = 18

// takeShortUint reads an integer without a sign that has at most maxShortDigits
// digits, if the byte after it is in the document too. Otherwise it reads nothing.
func (d *decoder) takeShortUint() (value uint64, ok bool) {
	rest := d.data[d.pos:]
	if len(rest) > maxShortDigits+1 {
		rest = rest[:maxShortDigits+1]
	}
	for i, c := range rest {
		if digit := c - '0'; digit <= 9 {
			value = value*10 + uint64(digit)
			continue
		}
		if c == '.' || c|0x20 == 'e' || i == 0 || i > 1 && rest[0] == '0' {
			return 0, false
		}
		d.pos += i
		return value, true
	}
	return 0, false
}

// signed decodes an integer of the type of v.
func signed[T int8 | int16 | int32 | int64](d *decoder, v *T) bool {
	m, negative, ok := d.integer()
	exact := int64(m) // one that wraps is refused below, for its sign
	if negative {
		exact = -exact
	}
	*v = T(exact)
	return ok && int64(*v) == exact && (m == 0 || negative == (exact < 0))
}

// unsigned decodes an integer of the type of v.
func unsigned[T uint8 | uint16 | uint32](d *decoder, v *T) bool {
	m, negative, ok := d.integer()
	*v = T(m)
	return ok && uint64(*v) == m && (!negative || m == 0)
}

// uint64 decodes an integer of 64 bits. A negative one is wrapped, as QEMU
// does so that old clients which send -1 go on working.
func (d *decoder) uint64(v *uint64) bool {
	m, negative, ok := d.integer()
	if negative {
		*v = -m
		return ok && m <= 1<<63
	}
	*v = m
	return ok
}

func (d *decoder) float64(v *float64) bool {
	if kindOf(d.next()) != kindNumber {
		return false
	}
	if m, ok := d.takeShortUint(); ok {
		*v = float64(m)
		return true
	}
	token, _, ok := d.number()
	if !ok {
		return false
	}
	f, err := strconv.ParseFloat(view(token), 64)
	*v = f
	return err == nil
}

// raw keeps the next value as it is, in memory of its own.
func (d *decoder) raw(v *json.RawMessage) bool {
	d.next()
	start := d.pos
	if !d.skip() {
		return false
	}
	*v = d.copyText(d.data[start:d.pos], len(d.data)-start)
	return true
}

// alternate decodes into the alternative for the kind of the next value.
func (d *decoder) alternate(p *plan, a address) bool {
	i := p.choice[kindOf(d.next())]
	if i < 0 {
		return false
	}
	f := &p.fields[i]
	return d.value(f.plan, a.at(f.offset))
}
