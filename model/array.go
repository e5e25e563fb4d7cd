package model

// An Array is an array type. There is one Array an element type.
type Array struct {
	Header // its name is the element's with "List" behind it
	Elem   Type
}

// JSON is always JSONArray.
func (*Array) JSON() JSONKind { return JSONArray }
func (*Array) isType()        {}
