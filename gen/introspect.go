package gen

import (
	"encoding/json"
	"strconv"

	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
)

// Introspection returns the result of query-qmp-schema for a server of s. It has the
// entries of QEMU's own generator in the same order: commands and events, then the types
// they use, in the order of first use ("Client JSON Protocol introspection"). The
// content also depends on the schema's edition.
//
// The document lacks the parts whose condition is false; if defined is nil, every
// condition is true. The names of types are numbers, or those of the schema with unmask.
// The numbers do not depend on conditions.
func Introspection(s *model.Schema, defined func(name string) bool, unmask bool) introspect.Document {
	in := &introspection{
		defined: defined, used: map[string]bool{},
		enumMembers: edition.EnumMembers.In(s.Tree.Edition),
		explicitOOB: edition.AllowOOBAlways.In(s.Tree.Edition),
	}
	if !unmask {
		in.masks = map[string]string{}
	}
	in.int = s.Lookup("int").(*model.Builtin)
	in.intArray = &model.Array{Elem: in.int}
	in.intArray.Name = "intList"

	for _, d := range introspected(s) {
		switch d := d.(type) {
		case *model.Command:
			in.command(d)
		case *model.Event:
			in.event(d)
		}
	}
	// describe may add types to the queue.
	for len(in.queue) > 0 {
		next := in.queue[0]
		in.queue = in.queue[1:]
		in.describe(next)
	}
	return in.doc
}

// introspected returns the definitions of s in the order of its edition's
// introspection.
func introspected(s *model.Schema) []model.Definition {
	if edition.IntrospectionBySchemaOrder.In(s.Tree.Edition) {
		return s.Definitions
	}
	var list []model.Definition
	for _, m := range s.Modules {
		list = append(list, m.Definitions...)
	}
	return list
}

// introspection is the state of one Introspection.
//
// Every reference is passed through ref, even if a condition then removes the
// entry that has it: in QEMU the C preprocessor applies conditions after the
// numbers are assigned.
type introspection struct {
	defined func(string) bool
	doc     introspect.Document
	// enumMembers is true if enums also list their values as "members".
	enumMembers bool
	// explicitOOB is true if entries have "allow-oob" even if it is false.
	explicitOOB bool

	queue []model.Type    // types to describe, in the order of first use
	used  map[string]bool // types that are or were in queue, by name
	masks map[string]string

	int      *model.Builtin // stands for all integer types
	intArray *model.Array
}

func (in *introspection) holds(c *model.Cond) bool {
	return in.defined == nil || c.Holds(in.defined)
}

// ref returns the name by which the document refers to t, and queues t.
func (in *introspection) ref(t model.Type) string {
	array, isArray := t.(*model.Array)
	switch {
	case t.JSON() == model.JSONInt:
		t = in.int
	case isArray && array.Elem.JSON() == model.JSONInt:
		array, t = in.intArray, in.intArray
	}
	if name := t.Common().Name; !in.used[name] {
		in.used[name] = true
		in.queue = append(in.queue, t)
	}
	if isArray {
		return "[" + in.ref(array.Elem) + "]"
	}
	return in.name(t)
}

// refObject is ref for arguments, which may be nil.
func (in *introspection) refObject(o model.Object) string {
	if o == nil {
		return in.ref(model.Empty)
	}
	return in.ref(o)
}

// name returns t's name in the document. t must not be an array.
func (in *introspection) name(t model.Type) string {
	name := t.Common().Name
	if _, builtin := t.(*model.Builtin); builtin || in.masks == nil {
		return name
	}
	if _, known := in.masks[name]; !known {
		in.masks[name] = strconv.Itoa(len(in.masks))
	}
	return in.masks[name]
}

func (in *introspection) add(c *model.Cond, e introspect.Entry) {
	if in.holds(c) {
		in.doc = append(in.doc, e)
	}
}

func (in *introspection) info(name string, d model.Definition) introspect.Info {
	return introspect.Info{Name: name, Features: in.features(d.Common().Features)}
}

// features returns nil only if the schema lists no features, whatever their
// conditions.
func (in *introspection) features(features []*model.Feature) introspect.Features {
	if len(features) == 0 {
		return nil
	}
	names := introspect.Features{}
	for _, f := range features {
		if in.holds(f.If) {
			names = append(names, f.Name)
		}
	}
	return names
}

func (in *introspection) command(c *model.Command) {
	e := &introspect.Command{Info: in.info(c.Name, c), AllowOOB: c.AllowOOB, ExplicitOOB: in.explicitOOB}
	e.ArgType = in.refObject(c.Arg)
	if c.Ret != nil {
		e.RetType = in.ref(c.Ret)
	} else {
		e.RetType = in.ref(model.Empty)
	}
	in.add(c.If, e)
}

func (in *introspection) event(v *model.Event) {
	in.add(v.If, &introspect.Event{Info: in.info(v.Name, v), ArgType: in.refObject(v.Arg)})
}

func (in *introspection) describe(t model.Type) {
	switch t := t.(type) {
	case *model.Builtin:
		in.add(nil, &introspect.Builtin{
			Info:     introspect.Info{Name: t.Name},
			JSONType: introspect.JSONType(t.Kind),
		})
	case *model.Array:
		elem := in.ref(t.Elem)
		in.add(t.Elem.Common().If, &introspect.Array{
			Info:        introspect.Info{Name: "[" + elem + "]"},
			ElementType: elem,
		})
	case *model.Enum:
		in.enum(t)
	case *model.Struct:
		in.add(t.If, in.object(t))
	case *model.Union:
		in.union(t)
	case *model.Alternate:
		in.alternate(t)
	}
}

func (in *introspection) enum(t *model.Enum) {
	e := &introspect.Enum{Info: in.info(in.name(t), t), WithoutMembers: !in.enumMembers}
	for _, v := range t.Values {
		if in.holds(v.If) {
			e.Members = append(e.Members, introspect.EnumMember{Name: v.Name, Features: in.features(v.Features)})
		}
	}
	in.add(t.If, e)
}

// object describes the parts that structs and unions have in common.
func (in *introspection) object(t model.Object) *introspect.Object {
	o := &introspect.Object{Info: in.info(in.name(t), t)}
	for _, m := range t.Fields() {
		member := introspect.Member{Name: m.Name, Type: in.ref(m.Type), Features: in.features(m.Features)}
		if m.Optional {
			member.Default = json.RawMessage("null")
		}
		if in.holds(m.If) {
			o.Members = append(o.Members, member)
		}
	}
	return o
}

func (in *introspection) union(t *model.Union) {
	o := in.object(t)
	o.Tag = t.Tag.Name
	for _, b := range t.Branches {
		v := introspect.Variant{Case: b.Name, Type: in.refObject(b.Type)}
		if in.holds(b.If) {
			o.Variants = append(o.Variants, v)
		}
	}
	in.add(t.If, o)
}

func (in *introspection) alternate(t *model.Alternate) {
	e := &introspect.Alternate{Info: in.info(in.name(t), t)}
	for _, a := range t.Alternatives {
		ref := in.ref(a.Type)
		if in.holds(a.If) {
			e.Types = append(e.Types, ref)
		}
	}
	in.add(t.If, e)
}
