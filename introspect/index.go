package introspect

import "errors"

// An Index finds the entries of a sound document by name. It is immutable.
type Index struct {
	doc    Document
	byName map[string]Entry
}

// NewIndex indexes d. Its error lists what no server can send: a name that
// stands for two entries, a reference that leads nowhere or to the wrong kind
// of entry, two members, values, branches or features of one name, a tag that
// is no member or no enum, a union within its own branch, and alternatives that
// cannot be told apart. d must not be modified afterwards.
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
