package qmp

import (
	"encoding/json"
	"math"
	"strconv"
)

// value decodes the next value into a, where a zero value of the plan's type
// lies.
func (d *decoder) value(p *plan, a address) bool {
	switch p.op {
	case opString:
		return d.string(as[string](a))
	case opEnum:
		return d.enum(p, as[string](a))
	case opBool:
		return d.bool(as[bool](a))
	case opInt64:
		return signed(d, as[int64](a), math.MinInt64, math.MaxInt64)
	case opInt32:
		return signed(d, as[int32](a), math.MinInt32, math.MaxInt32)
	case opInt16:
		return signed(d, as[int16](a), math.MinInt16, math.MaxInt16)
	case opInt8:
		return signed(d, as[int8](a), math.MinInt8, math.MaxInt8)
	case opUint64:
		return d.uint64(as[uint64](a))
	case opUint32:
		return unsigned(d, as[uint32](a), math.MaxUint32)
	case opUint16:
		return unsigned(d, as[uint16](a), math.MaxUint16)
	case opUint8:
		return unsigned(d, as[uint8](a), math.MaxUint8)
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
	a.setEmptySlice()
	size := p.elem.rtype.Size()
	for first := true; d.more(first, ']'); first = false {
		if !d.value(p.elem, a.extendSlice(p.rtype, size)) {
			return false
		}
	}
	return d.ok()
}

// text reads a string and returns its value, which is valid until the next
// call of text or a change of the document.
func (d *decoder) text() ([]byte, bool) {
	if d.next() != '"' {
		return nil, false
	}
	body, plain, ok := d.str()
	if ok && !plain {
		d.scratch = unquote(d.scratch[:0], body)
		body = d.scratch
	}
	return body, ok
}

func (d *decoder) string(v *string) bool {
	text, ok := d.text()
	*v = d.memory.string(text, len(d.data)-d.pos+len(text))
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
		return !d.options.strict
	}
	*v = p.values.names[i]
	return p.valueFlags[i]&d.watched == 0
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
	if m, ok := d.shortInteger(); ok {
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

// shortInteger reads a positive integer of up to 18 digits; it reads nothing
// when what comes is not clearly one.
func (d *decoder) shortInteger() (m uint64, ok bool) {
	rest := d.data[d.pos:]
	if len(rest) > 19 {
		rest = rest[:19]
	}
	for i, c := range rest {
		if digit := c - '0'; digit <= 9 {
			m = m*10 + uint64(digit)
			continue
		}
		if c == '.' || c|0x20 == 'e' || i == 0 || i > 1 && rest[0] == '0' {
			return 0, false
		}
		d.pos += i
		return m, true
	}
	return 0, false
}

// signed decodes an integer between low and high.
func signed[T int8 | int16 | int32 | int64](d *decoder, v *T, low, high int64) bool {
	m, negative, ok := d.integer()
	if negative {
		*v = T(-m) //nolint:gosec // checked in the next line
		return ok && m <= -uint64(low)
	}
	*v = T(m) //nolint:gosec // checked in the next line
	return ok && m <= uint64(high)
}

// unsigned decodes an integer up to high.
func unsigned[T uint8 | uint16 | uint32](d *decoder, v *T, high uint64) bool {
	m, negative, ok := d.integer()
	*v = T(m) //nolint:gosec // checked in the next line
	return ok && m <= high && (!negative || m == 0)
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
	if m, ok := d.shortInteger(); ok {
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
	*v = append(json.RawMessage(nil), d.data[start:d.pos]...)
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
