package introspect

import "slices"

// A Gap is the point at which a capability path fails.
type Gap struct {
	// Found is the part of the path that exists. It may be empty.
	Found string
	// Step is the first step that does not exist.
	Step string
	// Has are the steps that would be possible instead, in the order of the
	// document.
	Has []string
}

// Gap returns where a capability path (see [Index.Supports]) fails, or nil if
// it is supported. Of the types of an alternate, it follows the one that leads
// furthest. It returns an error if the path is malformed.
func (x *Index) Gap(path string) (*Gap, error) {
	f, err := x.follow(path)
	if err != nil || f.found {
		return nil, err
	}
	at := len(f.steps) - f.left
	g := &Gap{Step: f.steps[at].String()}
	for i, s := range f.steps[:at] {
		if i > 0 {
			g.Found += "/"
		}
		g.Found += s.String()
	}
	if at == 0 {
		for _, e := range x.doc {
			if !isType(e) {
				g.Has = append(g.Has, e.Common().Name)
			}
		}
		return g, nil
	}
	for _, s := range f.has {
		if !slices.Contains(g.Has, s) {
			g.Has = append(g.Has, s)
		}
	}
	return g, nil
}

// miss records the possible steps at e, unless the path has led further
// elsewhere. Arrays and alternates have no steps of their own; their types do.
func (f *pathFinder) miss(left int, own Features, e Entry) {
	if left > f.left {
		return
	}
	if left < f.left {
		f.left, f.has = left, nil
	}
	add := func(modifier byte, names ...string) {
		for _, n := range names {
			f.has = append(f.has, pathStep{modifier, n}.String())
		}
	}
	switch e := e.(type) {
	case *Command:
		add(0, "arg-type", "ret-type")
	case *Event:
		add(0, "arg-type")
	case *Object:
		for _, m := range e.Members {
			f.has = append(f.has, step(m.Name))
		}
		for _, v := range e.Variants {
			add('+', v.Case)
		}
	case *Enum:
		for _, v := range e.Members {
			add('^', v.Name)
		}
	case *Builtin:
		add('!', string(e.JSONType))
	}
	add('$', own...)
	if e != nil {
		add('$', e.Common().Features...)
	}
}
