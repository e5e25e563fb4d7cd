package model

// An Array is an array type. There is one Array an element type.
type Array struct {
	Header // its name is the element's with "List" behind it
	Elem   Type

	ref    *typeRef // its first use
	failed bool     // there is no such element type
}

// JSON is always JSONArray.
func (*Array) JSON() JSONKind { return JSONArray }
func (*Array) isType()        {}

// arrayName is the name of the array of a type; no other type's name ends so.
func arrayName(elem string) string { return elem + "List" }

// declareArray makes the array type that ref, in the definition h, is the
// first to use.
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

// elementOf is the type that ref names, or that of its elements if it is an
// array.
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
	// An array exists where and when its elements do.
	elem := a.Elem.Common()
	a.If, a.Module = elem.If, elem.Module
}
