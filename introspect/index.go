package introspect

import (
	"errors"
	"fmt"
)

// An Index finds the entries of a sound document by name. It is immutable.
type Index struct {
	doc    Document
	byName map[string]Entry
}

// NewIndex indexes d. Its error says all that is wrong where a name stands for
// two entries, a reference leads nowhere or to the wrong kind of entry, or a
// union's tag isn't one of its members. d must not be modified afterwards.
func NewIndex(d Document) (*Index, error) {
	x := &Index{doc: d, byName: make(map[string]Entry, len(d))}
	var errs []error
	for _, e := range d {
		name := e.Common().Name
		if other := x.byName[name]; other != nil {
			errs = append(errs, fmt.Errorf("%s %q: the name is already that of another entry (meta-type %s)", e.MetaType(), name, other.MetaType()))
			continue
		}
		x.byName[name] = e
	}
	for _, e := range d {
		for _, err := range x.check(e) {
			if err != nil {
				errs = append(errs, fmt.Errorf("%s %q: %w", e.MetaType(), e.Common().Name, err))
			}
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return x, nil
}

// Document is what x was made of.
func (x *Index) Document() Document { return x.doc }

// Lookup returns the entry named name, nil if there is none.
func (x *Index) Lookup(name string) Entry { return x.byName[name] }

// Command returns the command named name, nil if the server has none.
func (x *Index) Command(name string) *Command { return lookup[*Command](x, name) }

// Event returns the event named name, nil if the server has none.
func (x *Index) Event(name string) *Event { return lookup[*Event](x, name) }

// Type resolves a reference that stands in the document; nil for others.
func (x *Index) Type(ref string) Type { return lookup[Type](x, ref) }

// Object resolves a reference to arguments or to the members of a variant;
// nil for references to other types.
func (x *Index) Object(ref string) *Object { return lookup[*Object](x, ref) }

func lookup[T Entry](x *Index, name string) T {
	e, _ := x.byName[name].(T)
	return e
}

// check follows every reference of e. Its errors may be nil.
func (x *Index) check(e Entry) []error {
	switch e := e.(type) {
	case *Command:
		return []error{x.refersToObject("arg-type", e.ArgType), x.refersToType("ret-type", e.RetType)}
	case *Event:
		return []error{x.refersToObject("arg-type", e.ArgType)}
	case *Array:
		return []error{x.refersToType("element-type", e.ElementType)}
	case *Object:
		return x.checkObject(e)
	case *Alternate:
		var errs []error
		for i, t := range e.Types {
			errs = append(errs, x.refersToType(fmt.Sprintf("members[%d]", i), t))
		}
		return errs
	default:
		return nil
	}
}

func (x *Index) checkObject(o *Object) []error {
	var errs []error
	for _, m := range o.Members {
		errs = append(errs, x.refersToType(fmt.Sprintf("member %q", m.Name), m.Type))
	}
	if o.Tag != "" && o.Member(o.Tag) == nil {
		errs = append(errs, fmt.Errorf("tag %q is not among the members", o.Tag))
	}
	for _, v := range o.Variants {
		errs = append(errs, x.refersToObject(fmt.Sprintf("variant %q", v.Case), v.Type))
	}
	return errs
}

func (x *Index) refersToType(what, ref string) error {
	if x.Type(ref) == nil {
		return fmt.Errorf("%s: there is no type %q", what, ref)
	}
	return nil
}

func (x *Index) refersToObject(what, ref string) error {
	if x.Object(ref) == nil {
		return fmt.Errorf("%s: there is no object type %q", what, ref)
	}
	return nil
}
