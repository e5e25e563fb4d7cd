package model

// A Builtin is a type that the language predefines ("Built-in Types"). The
// array of one is an Array.
type Builtin struct {
	Header
	Kind JSONKind
}

// JSON returns the type's kind on the wire.
func (b *Builtin) JSON() JSONKind { return b.Kind }
func (*Builtin) isType()          {}

var builtins = []struct {
	name string
	kind JSONKind
}{
	{"str", JSONString},
	{"number", JSONNumber},
	{"int", JSONInt},
	{"int8", JSONInt},
	{"int16", JSONInt},
	{"int32", JSONInt},
	{"int64", JSONInt},
	{"uint8", JSONInt},
	{"uint16", JSONInt},
	{"uint32", JSONInt},
	{"uint64", JSONInt},
	{"size", JSONInt},
	{"bool", JSONBoolean},
	{"any", JSONValue},
	{"null", JSONNull},
}

// qTypeValues are the values of the predefined enum QType.
var qTypeValues = []string{"none", "qnull", "qnum", "qstring", "qdict", "qlist", "qbool"}

// Empty is the struct without members. It is the type of implicit branches. In
// introspection it stands for missing arguments and results. It must not be modified.
var Empty = &Struct{Header: Header{Name: "q_empty", in: "the empty struct"}, Role: roleEmpty}

// predefine declares the types that every schema has: the built-in types and
// their arrays, the enum QType, and the empty struct. They belong to no module.
func (b *builder) predefine() {
	for _, def := range builtins {
		t := &Builtin{Header: Header{Name: def.name, in: "built-in type '" + def.name + "'"}, Kind: def.kind}
		b.schema.names[t.Name] = t
		b.types[t.Name] = t
		array := &Array{Header: Header{Name: arrayName(t.Name), in: t.in}, Elem: t, ref: &typeRef{name: t.Name}}
		b.types[array.Name] = array
	}
	qType := &Enum{Header: Header{Name: "QType", in: "built-in enum 'QType'"}}
	for _, name := range qTypeValues {
		qType.Values = append(qType.Values, &EnumValue{Name: name})
	}
	b.schema.names[qType.Name] = qType
	b.types[qType.Name] = qType
	b.types[Empty.Name] = Empty
	b.state[Empty] = checkDone
}
