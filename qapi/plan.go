package qapi

import (
	"reflect"
	"sync"
	"sync/atomic"
)

// A plan tells the codec how to read and write one Go type: the offsets and the plans
// of its fields. It is compiled on first use and checked against the Go type. After
// that it does not change, and any number of goroutines may use it.
type plan struct {
	op      op
	rtype   reflect.Type
	pointer reflect.Type // *rtype
	// schemaName is the type's name in errors.
	schemaName string
	// table is the table of a generated type.
	table *Type

	// elem is the plan of a slice's elements or of a pointer's target.
	elem *plan
	// scratchSlices are slices that short arrays are decoded into first.
	scratchSlices sync.Pool

	// Of structs (members), unions (base members), alternates (alternatives).
	fields   []field
	names    nameIndex
	required bitset
	// likelyNext[i+1] is a guess at the field that follows field i in a document,
	// likelyNext[0] at the first one. QEMU sends the members of a type in one
	// order, which need not be that of the schema: a wrong guess is replaced by
	// the field that came. Goroutines may overwrite each other's guesses.
	likelyNext []atomic.Uint32

	// Of unions.
	tag         int // in fields
	branches    []branchPlan
	branchNames nameIndex
	unknown     uintptr // offset of UnknownBranch

	// Of enums, and the names of a driver.
	values     nameIndex
	valueFlags []MemberFlags
	// suffix is the end of the names of a driver that its Go field lacks.
	suffix string

	// choice is, of an alternate, the index in fields by JSON kind; -1 is none.
	choice [kindCount]int16
}

// op says how a value of a plan is read and written.
type op uint8

const (
	opBool op = iota + 1
	opInt8
	opInt16
	opInt32
	opInt64
	opUint8
	opUint16
	opUint32
	opUint64
	opNumber
	opString
	opRaw
	opNull
	opEnum
	opDriver
	opStruct
	opUnion
	opAlternate
	opSlice
	opPointer
)

// A field is a member or alternative in its Go struct.
type field struct {
	name     string
	quoted   string // the name as JSON has it, with its quotes
	offset   uintptr
	plan     *plan
	optional bool
	flags    MemberFlags
}

// A branchPlan is a branch of a union in its Go struct.
type branchPlan struct {
	name   string
	offset uintptr
	plan   *plan // of the branch's struct or union; nil for an empty branch
}

// mayBeEmpty reports whether {} is a valid value of a struct's plan.
func (p *plan) mayBeEmpty() bool {
	return p.op == opStruct && p.required.empty()
}

var (
	plans     sync.Map // reflect.Type to *plan
	compiling sync.Mutex
)

// planOf returns the plan of a Go type, compiling it on first use.
func planOf(t reflect.Type) (*plan, error) {
	if p, ok := plans.Load(t); ok {
		return p.(*plan), nil
	}
	compiling.Lock()
	defer compiling.Unlock()
	c := compiler{made: map[reflect.Type]*plan{}}
	p, err := c.compile(t)
	if err != nil {
		return nil, err
	}
	// A plan refers to others, perhaps in a circle: publish them together,
	// when all are complete.
	for t, made := range c.made {
		plans.Store(t, made)
		if made.table != nil {
			made.table.plan.CompareAndSwap(nil, made)
		}
	}
	return p, nil
}

// planOfTarget returns the plan of what v points to. The check of the type
// matters: a type that embeds a generated one has its QAPIType, too.
func planOfTarget(v any, t reflect.Type) (*plan, error) {
	if typed, ok := v.(Typed); ok {
		if p := typed.QAPIType().plan.Load(); p != nil && p.pointer == t {
			return p, nil
		}
	}
	return planOf(t.Elem())
}
