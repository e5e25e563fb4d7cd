package qapi

import (
	"math"
	"strconv"
)

// An explainer finds the error that QEMU would report for a document. Like QEMU's
// input visitor, it goes through the type in the order of the schema, looks up each
// member in the document, and stops at the first error.
type explainer struct {
	tape
	options DecodeOptions
	path    []byte
}

// malformed returns the scanner's error as a DecodeError.
func (e *explainer) malformed() *DecodeError {
	return &DecodeError{Kind: e.bad.kind, Reason: e.bad.reason, Found: e.bad.name, Offset: e.bad.offset}
}

// value checks node n, a value of the plan's type.
func (e *explainer) value(p *plan, n int) error {
	switch p.op {
	case opRaw:
		return nil
	case opPointer:
		return e.value(p.elem, n)
	case opAlternate:
		return e.alternate(p, n)
	}
	if e.nodes[n].kind != p.jsonKind() {
		return e.wrongType(p, n)
	}
	switch p.op {
	case opEnum, opDriver:
		return e.enum(p, n)
	case opStruct, opUnion:
		return e.object(p, n)
	case opSlice:
		return e.array(p, n)
	case opBool, opString, opNull:
		return nil
	default:
		return e.number(p, n)
	}
}

func (e *explainer) failure(kind DecodeErrorKind, n int) *DecodeError {
	return &DecodeError{Kind: kind, Path: string(e.path), Offset: e.nodes[n].start}
}

func (e *explainer) wrongType(p *plan, n int) error {
	err := e.failure(WrongType, n)
	err.Expected, err.Found = p.expected(), e.nodes[n].kind.String()
	if e.nodes[n].kind == kindNumber {
		err.Found = string(e.token(n))
	}
	return err
}

// expected returns the name of the plan's type in errors.
func (p *plan) expected() string {
	switch p.op {
	case opEnum, opDriver:
		return kindString.String()
	case opStruct, opUnion:
		return kindObject.String()
	default:
		return p.schemaName
	}
}

func (e *explainer) alternate(p *plan, n int) error {
	i := p.choice[e.nodes[n].kind]
	if i < 0 {
		return e.wrongType(p, n)
	}
	return e.value(p.fields[i].plan, n)
}

// enum checks a value of an enum: first that it is known, then that the policy
// accepts it.
func (e *explainer) enum(p *plan, n int) error {
	value := e.text(n)
	i := p.values.find(value)
	if i < 0 {
		if !e.options.Strict {
			return nil
		}
		err := e.failure(UnknownValue, n)
		err.Expected, err.Found = p.schemaName, value
		return err
	}
	if p.op == opDriver {
		return nil
	}
	if feature := e.rejected(p.valueFlags[i]); feature != "" {
		err := e.failure(RejectedValue, n)
		err.Found, err.Feature = value, feature
		return err
	}
	return nil
}

// rejected returns the feature that makes the policy reject a member or value with
// these flags at the current path, or "".
func (e *explainer) rejected(flags MemberFlags) (feature string) {
	policy := e.options.Input
	switch {
	case flags&DeprecatedMember != 0 && e.rejects(policy.Deprecated, "deprecated"):
		return "deprecated"
	case flags&UnstableMember != 0 && e.rejects(policy.Unstable, "unstable"):
		return "unstable"
	}
	return ""
}

func (e *explainer) rejects(verdict Verdict, feature string) bool {
	if verdict == Crash {
		panic(PolicyCrash("qapi: a client used the parameter " + string(e.path) + ", which is " + feature))
	}
	return verdict == Reject
}

func (e *explainer) array(p *plan, n int) error {
	mark := len(e.path)
	index := 0
	for elem := n + 1; elem < e.nodes[n].next; elem = e.nodes[elem].next {
		e.path = append(e.path[:mark], '[')
		e.path = append(strconv.AppendInt(e.path, int64(index), 10), ']')
		if err := e.value(p.elem, elem); err != nil {
			return err
		}
		index++
	}
	e.path = e.path[:mark]
	return nil
}

// number checks that a number fits its type.
func (e *explainer) number(p *plan, n int) error {
	token := e.token(n)
	if p.op == opNumber {
		if _, err := strconv.ParseFloat(string(token), 64); err != nil {
			return e.outOfRange(p, n)
		}
		return nil
	}
	negative := token[0] == '-'
	if negative {
		token = token[1:]
	}
	if digits(token, 0) < len(token) {
		return e.wrongType(p, n)
	}
	m, fits := magnitude(token)
	low, high := p.op.limits()
	if negative {
		high = low
	}
	if !fits || m > high {
		return e.outOfRange(p, n)
	}
	return nil
}

// limits returns the magnitudes of an integer type's least and greatest value.
func (o op) limits() (low, high uint64) {
	switch o {
	case opInt8:
		return -math.MinInt8, math.MaxInt8
	case opInt16:
		return -math.MinInt16, math.MaxInt16
	case opInt32:
		return -math.MinInt32, math.MaxInt32
	case opInt64:
		return -math.MinInt64, math.MaxInt64
	case opUint8:
		return 0, math.MaxUint8
	case opUint16:
		return 0, math.MaxUint16
	case opUint32:
		return 0, math.MaxUint32
	default: // opUint64: negative ones wrap
		return -math.MinInt64, math.MaxUint64
	}
}

func (e *explainer) outOfRange(p *plan, n int) error {
	err := e.failure(OutOfRange, n)
	err.Expected, err.Found = p.schemaName, string(e.token(n))
	return err
}
