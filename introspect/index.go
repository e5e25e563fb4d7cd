package introspect

import "errors"

// An Index finds the entries of a sound document by name. It is immutable.
type Index struct {
	doc    Document
	byName map[string]Entry
}

// NewIndex indexes d, which must not be modified afterwards. It returns an
// error that lists what no server can send: two entries of one name; a
// reference to a missing or wrong kind of entry; two members, values, branches
// or features of one name; a tag that is not a member or not an enum; a union
// within its own branch; and alternatives that cannot be distinguished.
func NewIndex(d Document) (*Index, error) {
	x := &Index{doc: d, byName: make(map[string]Entry, len(d))}
	s := newSoundness(x)
	for _, e := range d {
		name := e.Common().Name
		if other := x.byName[name]; other != nil {
			s.errorf(e, "the name is already that of another entry (meta-type %s)", other.MetaType())
			continue
		}
		x.byName[name] = e
	}
	for _, e := range d {
		s.check(e)
	}
	if len(s.errs) == 0 { // references lead somewhere
		for o := range All[*Object](d) {
			s.checkBranches(o)
		}
	}
	if err := errors.Join(s.errs...); err != nil {
		return nil, err
	}
	return x, nil
}

// Document returns the document that x indexes.
func (x *Index) Document() Document { return x.doc }

// Lookup returns the entry named name, or nil.
func (x *Index) Lookup(name string) Entry { return x.byName[name] }

// Command returns the command named name, or nil.
func (x *Index) Command(name string) *Command { return lookup[*Command](x, name) }

// Event returns the event named name, or nil.
func (x *Index) Event(name string) *Event { return lookup[*Event](x, name) }

// Type resolves a reference to a type. It returns nil if the document does not
// have it.
func (x *Index) Type(ref string) Type { return lookup[Type](x, ref) }

// Object resolves a reference to arguments or to the members of a variant. It
// returns nil if the type is not an object.
func (x *Index) Object(ref string) *Object { return lookup[*Object](x, ref) }

func lookup[T Entry](x *Index, name string) T {
	e, _ := x.byName[name].(T)
	return e
}
