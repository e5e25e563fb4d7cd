package introspect

import "fmt"

// A soundness is the state of checking that a server can have sent a document.
type soundness struct {
	x        *Index
	errs     []error
	branches map[*Object]progress
	// within are the members of the unions that enclose the object
	// checkBranches is checking, in order. around has the union of each.
	within []string
	around map[string]*Object
	names  map[*Object]map[string]bool // of members, cached by clashes
}

func newSoundness(x *Index) *soundness {
	return &soundness{
		x: x, branches: map[*Object]progress{}, around: map[string]*Object{}, names: map[*Object]map[string]bool{},
	}
}

func (s *soundness) errorf(e Entry, format string, args ...any) {
	s.errs = append(s.errs, fmt.Errorf("%s %q: %w", e.MetaType(), e.Common().Name, fmt.Errorf(format, args...)))
}

// check checks the parts and references of e.
func (s *soundness) check(e Entry) {
	s.unique(e, "feature", e.Common().Features...)
	switch e := e.(type) {
	case *Command:
		s.refersToObject(e, "arg-type", e.ArgType)
		s.refersToType(e, "ret-type", e.RetType)
	case *Event:
		s.refersToObject(e, "arg-type", e.ArgType)
	case *Array:
		s.refersToType(e, "element-type", e.ElementType)
	case *Enum:
		s.unique(e, "value", valueNames(e)...)
		s.unique(e, "value", e.Values...)
		for _, v := range e.Members {
			s.unique(e, fmt.Sprintf("value %q: feature", v.Name), v.Features...)
		}
	case *Object:
		s.checkObject(e)
	case *Alternate:
		s.checkAlternate(e)
	}
}

func valueNames(e *Enum) []string {
	names := make([]string, len(e.Members))
	for i, v := range e.Members {
		names[i] = v.Name
	}
	return names
}

// unique reports names that occur twice.
func (s *soundness) unique(e Entry, what string, names ...string) {
	if len(names) < 2 {
		return
	}
	seen := make(map[string]bool, len(names))
	for _, n := range names {
		if seen[n] {
			s.errorf(e, "%s %q is there twice", what, n)
		}
		seen[n] = true
	}
}

func (s *soundness) checkObject(o *Object) {
	names := make([]string, len(o.Members))
	for i := range o.Members {
		m := &o.Members[i]
		names[i] = m.Name
		s.unique(o, fmt.Sprintf("member %q: feature", m.Name), m.Features...)
		s.refersToType(o, fmt.Sprintf("member %q", m.Name), m.Type)
	}
	s.unique(o, "member", names...)
	if o.Tag == "" {
		return
	}
	if tag := o.Member(o.Tag); tag == nil {
		s.errorf(o, "tag %q is not among the members", o.Tag)
	} else if t := s.x.Type(tag.Type); t != nil && t.MetaType() != MetaEnum {
		s.errorf(o, "tag %q is of a type of meta-type %s, and only an enum lists the variants", o.Tag, t.MetaType())
	}
	cases := make([]string, len(o.Variants))
	for i, v := range o.Variants {
		cases[i] = v.Case
		s.refersToObject(o, fmt.Sprintf("variant %q", v.Case), v.Type)
	}
	s.unique(o, "variant", cases...)
}

// checkAlternate checks that values determine their alternative ("Alternate
// types" in QEMU's qapi-code-gen).
func (s *soundness) checkAlternate(a *Alternate) {
	kinds := map[JSONType]int{}
	for i, ref := range a.Types {
		if !s.refersToType(a, fmt.Sprintf("members[%d]", i), ref) {
			continue
		}
		t := s.x.Type(ref)
		if t.MetaType() == MetaAlternate {
			s.errorf(a, "members[%d]: %q is itself an alternate", i, ref)
			continue
		}
		kind := KindOf(t)
		if kind == JSONValue {
			s.errorf(a, "members[%d]: %q takes any value, which the other alternatives are too", i, ref)
			continue
		}
		if first, taken := kinds[kind]; taken {
			s.errorf(a, "members[%d]: values of %q cannot be told from those of members[%d], %q: both are of kind %s",
				i, ref, first, a.Types[first], kind)
			continue
		}
		kinds[kind] = i
	}
}

// A progress is the state of checking the branches of a union.
type progress int

const (
	untouched progress = iota
	inside
	finished
)

// checkBranches checks the branches of o, and those of unions among them. A
// branch must not have a member that an enclosing union has, and must not be an
// enclosing union. A union that is a branch of several others is entered only
// once, but its own members are compared with those of all.
func (s *soundness) checkBranches(o *Object) {
	if o.Tag == "" || s.branches[o] == finished {
		return
	}
	outer := len(s.within)
	for _, m := range o.Members {
		if s.around[m.Name] == nil {
			s.around[m.Name] = o
			s.within = append(s.within, m.Name)
		}
	}
	s.branches[o] = inside
	seen := map[*Object]bool{}
	for _, v := range o.Variants {
		t := s.x.Object(v.Type)
		switch {
		case seen[t]:
		case s.branches[t] == inside:
			s.errorf(o, "variant %q: %q would be within a branch of its own", v.Case, v.Type)
		default:
			for _, name := range s.clashes(t) {
				s.errorf(o, "variant %q: member %q of %q is already a member of %q", v.Case, name, v.Type, s.around[name].Name)
			}
			s.checkBranches(t)
		}
		seen[t] = true
	}
	s.branches[o] = finished
	for _, name := range s.within[outer:] {
		delete(s.around, name)
	}
	s.within = s.within[:outer]
}

// clashes returns the members of t that an enclosing union has. It takes time
// in proportion to the shorter of the two lists.
func (s *soundness) clashes(t *Object) (names []string) {
	if len(t.Members) <= len(s.within) {
		for _, m := range t.Members {
			if s.around[m.Name] != nil {
				names = append(names, m.Name)
			}
		}
		return names
	}
	has := s.names[t]
	if has == nil {
		has = make(map[string]bool, len(t.Members))
		for _, m := range t.Members {
			has[m.Name] = true
		}
		s.names[t] = has
	}
	for _, name := range s.within {
		if has[name] {
			names = append(names, name)
		}
	}
	return names
}

// refersToType reports an error if ref is not a type, and whether it is one.
func (s *soundness) refersToType(e Entry, what, ref string) bool {
	if s.x.Type(ref) == nil {
		s.errorf(e, "%s: there is no type %q", what, ref)
		return false
	}
	return true
}

func (s *soundness) refersToObject(e Entry, what, ref string) {
	if s.x.Object(ref) == nil {
		s.errorf(e, "%s: there is no object type %q", what, ref)
	}
}
