package model

// An Array is an array type. There is one Array for each element type.
type Array struct {
	Header // its name is the element's followed by "List"
	Elem   Type

	ref    *typeRef // its first use
	failed bool     // the element type does not exist
}

// Element returns the type of the elements of an array, or t itself if it is not one.
func Element(t Type) Type {
	if a, ok := t.(*Array); ok {
		return a.Elem
	}
	return t
}

// JSON returns JSONArray.
func (*Array) JSON() JSONKind { return JSONArray }
func (*Array) isType()        {}

// arrayName returns the name of the array of a type. No other type may have a
// name that ends in List.
func arrayName(elem string) string { return elem + "List" }

// declareArray declares the array type of ref, in the definition h, if ref is
// the first to use it.
func (b *builder) declareArray(h *Header, ref *typeRef) {
	if !ref.array || b.types[ref.key()] != nil {
		return
	}
	a := &Array{
		Header: Header{
			Name: arrayName(ref.name), Pos: ref.pos, End: ref.end, Start: h.Start, Module: h.Module, in: h.in,
		},
		ref: ref,
	}
	b.types[a.Name] = a
	b.entities = append(b.entities, a)
}

// elementOf returns the type that ref names. If ref is an array, that is the
// type of the elements.
func elementOf(b *builder, ref *typeRef) Type { return b.types[ref.name] }

func (a *Array) check(b *builder) {
	a.Elem = b.resolve(&a.Header, &typeRef{name: a.ref.name, pos: a.Pos, end: a.End})
	if _, nested := a.Elem.(*Array); nested {
		b.errorf(&a.Header, a.Pos, a.End, "the elements of an array cannot be arrays")
		a.Elem = nil
	}
	if a.Elem == nil {
		a.failed = true
		return
	}
	// An array has the condition and the module of its elements.
	elem := a.Elem.Common()
	a.If, a.Module = elem.If, elem.Module
}
