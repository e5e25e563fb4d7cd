package introspect

import "slices"

// A Gap is where a capability path comes to its end before its time.
type Gap struct {
	// Found is as much of the path as leads somewhere, empty if nothing does.
	Found string
	// Step is what is not there.
	Step string
	// Has are the steps that could be in its place, in the order of the
	// document.
	Has []string
}

// Gap says where a capability path (see [Index.Supports]) fails; nil if it is
// supported. The path goes as far as it can: through an alternate, as far as
// the best of its types. The error is about a path that is malformed.
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

// miss notes what e has in the place of the steps, unless others have led
// further. Arrays and alternates leave that to their types.
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
