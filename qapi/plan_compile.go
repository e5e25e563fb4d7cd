package qapi

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strings"
	"sync/atomic"

	"github.com/qapi-go/qapi-gen/internal/qjson"
)

// A compiler makes the plans of a type and of all types that it refers to. Types
// may refer to each other in cycles. Therefore a plan is declared, with its op,
// when something first refers to it, and its fields are completed later.
type compiler struct {
	made     map[reflect.Type]*plan
	declared []*plan // not yet completed
}

var (
	typedType = reflect.TypeFor[Typed]()
	rawType   = reflect.TypeFor[json.RawMessage]()
	nullType  = reflect.TypeFor[Null]()
)

// builtinOps are the ops of QAPI's built-in types by their Go kind, with the names
// that errors use.
var builtinOps = map[reflect.Kind]struct {
	op   op
	name string
}{
	reflect.Bool:    {opBool, "boolean"},
	reflect.Int8:    {opInt8, "int8"},
	reflect.Int16:   {opInt16, "int16"},
	reflect.Int32:   {opInt32, "int32"},
	reflect.Int64:   {opInt64, "int64"},
	reflect.Uint8:   {opUint8, "uint8"},
	reflect.Uint16:  {opUint16, "uint16"},
	reflect.Uint32:  {opUint32, "uint32"},
	reflect.Uint64:  {opUint64, "uint64"},
	reflect.Float64: {opNumber, "number"},
	reflect.String:  {opString, "string"},
}

// compile returns the plan of t. After an error, the plans in c.made are incomplete
// and must not be used.
func (c *compiler) compile(t reflect.Type) (*plan, error) {
	p, err := c.declare(t)
	for err == nil && len(c.declared) > 0 {
		next := c.declared[0]
		c.declared = c.declared[1:]
		err = c.complete(next)
	}
	return p, err
}

// declare returns the plan of t. If it is new and has fields, it is added to
// c.declared for complete.
func (c *compiler) declare(t reflect.Type) (*plan, error) {
	if p, ok := plans.Load(t); ok {
		return p.(*plan), nil
	}
	if p, ok := c.made[t]; ok {
		return p, nil
	}
	p := &plan{rtype: t, pointer: reflect.PointerTo(t)}
	c.made[t] = p
	builtin, isBuiltin := builtinOps[t.Kind()]
	var err error
	switch {
	case t == rawType:
		p.op, p.schemaName = opRaw, "any"
	case t == nullType:
		p.op, p.schemaName = opNull, "null"
	case t.Kind() != reflect.Pointer && p.pointer.Implements(typedType):
		err = c.declareTyped(p)
	case isBuiltin:
		p.op, p.schemaName = builtin.op, builtin.name
	case t.Kind() == reflect.Slice:
		p.op, p.schemaName = opSlice, "array"
		p.elem, err = c.declare(t.Elem())
	case t.Kind() == reflect.Pointer && t.Elem().Kind() != reflect.Pointer:
		p.op = opPointer
		p.elem, err = c.declare(t.Elem())
	default:
		err = fmt.Errorf("qapi: Go type %v has no form in QAPI; use a generated type, a built-in type, or a slice of or pointer to one", t)
	}
	return p, err
}

func (c *compiler) declareTyped(p *plan) error {
	p.table = reflect.New(p.rtype).Interface().(Typed).QAPIType()
	p.schemaName = p.table.Name
	wantKind := reflect.Struct
	switch p.table.Kind {
	case KindEnum:
		p.op, wantKind = opEnum, reflect.String
	case KindStruct:
		p.op = opStruct
	case KindUnion:
		p.op = opUnion
	case KindAlternate:
		p.op = opAlternate
	default:
		return c.mismatch(p, fmt.Sprintf("the table has the kind %d", p.table.Kind))
	}
	if p.rtype.Kind() != wantKind {
		return c.mismatch(p, fmt.Sprintf("it is not a %v", wantKind))
	}
	c.declared = append(c.declared, p)
	return nil
}

func (c *compiler) complete(p *plan) error {
	switch p.op {
	case opEnum:
		return c.completeEnum(p)
	case opUnion:
		return c.completeUnion(p)
	case opAlternate:
		return c.completeAlternate(p)
	default:
		if err := c.fieldCount(p, len(p.table.Members)); err != nil {
			return err
		}
		return c.completeMembers(p)
	}
}

// mismatch returns the error for a table that does not describe the Go type of p.
// The generated package is at fault, not the data.
func (c *compiler) mismatch(p *plan, reason string) error {
	return fmt.Errorf("qapi: Go type %v does not match its table %q: %s; generate the package anew", p.rtype, p.table.Name, reason)
}

func (c *compiler) fieldCount(p *plan, want int) error {
	if got := p.rtype.NumField(); got != want {
		return c.mismatch(p, fmt.Sprintf("it has %d fields, not %d", got, want))
	}
	return nil
}

func (c *compiler) completeEnum(p *plan) error {
	names := make([]string, len(p.table.Values))
	p.valueFlags = make([]MemberFlags, len(names))
	for i, value := range p.table.Values {
		names[i], p.valueFlags[i] = value.Name, value.Flags
	}
	return c.buildIndex(p, &p.values, names)
}

// completeMembers fills in the fields for the table's members: the members of a
// struct, or the base of a union.
func (c *compiler) completeMembers(p *plan) error {
	p.fields = make([]field, len(p.table.Members))
	p.required = newBitset(len(p.fields))
	p.likelyNext = make([]atomic.Uint32, len(p.fields)+1)
	for i := range p.likelyNext {
		p.likelyNext[i].Store(uint32(i))
	}
	names := make([]string, len(p.fields))
	for i, member := range p.table.Members {
		f, err := c.declareField(p, i)
		if err != nil {
			return err
		}
		if i == 0 && p.table.Driver != nil {
			if err := c.makeDriver(p, &f); err != nil {
				return err
			}
		}
		f.name, f.flags = member.Name, member.Flags
		f.quoted = `"` + member.Name + `"`
		f.optional = member.Flags&Optional != 0
		if f.optional && f.plan.op != opPointer && f.plan.op != opSlice && f.plan.op != opRaw && f.plan.op != opString {
			return c.mismatch(p, fmt.Sprintf("the optional member %q can't be absent in a %v", member.Name, f.plan.rtype))
		}
		if !f.optional {
			p.required.add(i)
		}
		p.fields[i], names[i] = f, member.Name
	}
	return c.buildIndex(p, &p.names, names)
}

// makeDriver makes f, the first field of a device's struct, that of the device's name.
func (c *compiler) makeDriver(p *plan, f *field) error {
	driver := p.table.Driver
	if f.plan.op != opString || len(driver.Names) == 0 {
		return c.mismatch(p, "its first field is not the name of a device")
	}
	for _, name := range driver.Names {
		if !strings.HasSuffix(name, driver.Suffix) {
			return c.mismatch(p, fmt.Sprintf("the device %q does not end in %q", name, driver.Suffix))
		}
	}
	f.plan = &plan{
		op: opDriver, rtype: f.plan.rtype, pointer: f.plan.pointer,
		schemaName: "the drivers of " + p.table.Name, suffix: driver.Suffix,
	}
	return c.buildIndex(p, &f.plan.values, driver.Names)
}

// declareField returns the offset and the plan of field i of a struct.
func (c *compiler) declareField(p *plan, i int) (field, error) {
	goField := p.rtype.Field(i)
	if goField.Anonymous || !goField.IsExported() {
		return field{}, c.mismatch(p, fmt.Sprintf("the field %s is embedded or unexported", goField.Name))
	}
	fieldPlan, err := c.declare(goField.Type)
	return field{offset: goField.Offset, plan: fieldPlan}, err
}

// buildIndex sets x to an index of the names of one object or enum.
func (c *compiler) buildIndex(p *plan, x *nameIndex, names []string) error {
	if len(names) >= math.MaxUint16 {
		return c.mismatch(p, fmt.Sprintf("%d names are too many", len(names)))
	}
	seen := make(map[string]bool, len(names))
	for _, name := range names {
		if qjson.PlainRun(name, 0) != len(name) {
			return c.mismatch(p, fmt.Sprintf("the name %q is not in the character set of QAPI names", name))
		}
		if seen[name] {
			return c.mismatch(p, fmt.Sprintf("the name %q is used twice", name))
		}
		seen[name] = true
	}
	*x = newNameIndex(names)
	return nil
}

func (c *compiler) completeUnion(p *plan) error {
	branchFields := 0
	for _, branch := range p.table.Branches {
		if !branch.Empty {
			branchFields++
		}
	}
	base := len(p.table.Members)
	if err := c.fieldCount(p, base+branchFields+1); err != nil {
		return err
	}
	if err := c.completeMembers(p); err != nil {
		return err
	}
	p.tag = p.table.Tag
	if p.tag < 0 || p.tag >= base || p.fields[p.tag].optional || p.fields[p.tag].plan.op != opEnum {
		return c.mismatch(p, "its discriminator is not a mandatory enum")
	}
	next := base
	for _, branch := range p.table.Branches {
		compiled := branchPlan{name: branch.Name}
		if !branch.Empty {
			f, err := c.declareField(p, next)
			if err != nil {
				return err
			}
			if f.plan.op != opPointer || f.plan.elem.op != opStruct && f.plan.elem.op != opUnion {
				return c.mismatch(p, fmt.Sprintf("the branch %q is not a pointer to a struct", branch.Name))
			}
			compiled.offset, compiled.plan = f.offset, f.plan.elem
			next++
		}
		p.branches = append(p.branches, compiled)
	}
	last := p.rtype.Field(next)
	if last.Type != rawType || last.Name != "UnknownBranch" {
		return c.mismatch(p, "its last field is not UnknownBranch json.RawMessage")
	}
	p.unknown = last.Offset
	return c.indexBranches(p)
}

// indexBranches adds an empty branch for each value of the discriminator that has
// none (qapi-code-gen, "Union types": such values have no members), and indexes
// the branches by name.
func (c *compiler) indexBranches(p *plan) error {
	listed := make(map[string]bool, len(p.branches))
	for _, branch := range p.branches {
		listed[branch.name] = true
	}
	for _, value := range p.fields[p.tag].plan.table.Values {
		if !listed[value.Name] {
			p.branches = append(p.branches, branchPlan{name: value.Name})
		}
	}
	names := make([]string, len(p.branches))
	for i, branch := range p.branches {
		names[i] = branch.name
	}
	return c.buildIndex(p, &p.branchNames, names)
}

func (c *compiler) completeAlternate(p *plan) error {
	if err := c.fieldCount(p, len(p.table.Members)); err != nil {
		return err
	}
	for kind := range p.choice {
		p.choice[kind] = -1
	}
	for i, member := range p.table.Members {
		f, err := c.declareField(p, i)
		if err != nil {
			return err
		}
		f.name = member.Name
		content := f.plan
		switch content.op {
		case opPointer:
			content = content.elem
		case opSlice:
		default:
			return c.mismatch(p, fmt.Sprintf("the alternative %q is not a pointer", member.Name))
		}
		kind := content.jsonKind()
		if kind == kindInvalid {
			return c.mismatch(p, fmt.Sprintf("the alternative %q has no JSON kind of its own", member.Name))
		}
		if other := p.choice[kind]; other >= 0 {
			return c.mismatch(p, fmt.Sprintf("the alternatives %q and %q are both a JSON %v", p.fields[other].name, member.Name, kind))
		}
		p.choice[kind] = int16(i)
		p.fields = append(p.fields, f)
	}
	return nil
}

// jsonKind returns the JSON kind of the plan's values, or kindInvalid if they are of
// several kinds.
func (p *plan) jsonKind() jsonKind {
	switch p.op {
	case opBool:
		return kindBoolean
	case opString, opEnum, opDriver:
		return kindString
	case opNull:
		return kindNull
	case opStruct, opUnion:
		return kindObject
	case opSlice:
		return kindArray
	case opRaw, opAlternate, opPointer:
		return kindInvalid
	default:
		return kindNumber
	}
}
