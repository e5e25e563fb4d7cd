package gen

import (
	"strings"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/model"
)

// ownNames are the package-level names that every generated package has, so
// that no definition can take them.
var ownNames = []string{
	"Client", "NewClient", "OOBClient",
	"Commands", "UnimplementedCommands", "DispatchTable",
	"EventDecoders", "Introspection",
}

// ownMethods are the methods of Client and OOBClient that are no commands.
var ownMethods = []string{"Events", "OOB", "Supports"}

// ownFields are the methods of generated types, and the field that every
// union has, so that no member's field can take them.
var ownFields = []string{"EventName", "MarshalJSON", "QAPIType", "UnknownBranch", "UnmarshalJSON"}

// names are the Go names of everything in a schema. They are assigned before
// the first file is written, and only read afterwards.
//
// Two QAPI names may give the same Go name: "VncInfo" and "VNCInfo", "a-b"
// and "aB", a type FooArgs and the arguments of a command foo. One rule
// decides: names are assigned kind by kind (the package's own declarations,
// then types, arguments, events, enum constants), within a kind in schema order.
// If a name is taken, the next definition that wants it gets the suffix "_2",
// then "_3". Each such case is a warning, because a name chosen in a names file
// is better.
type names struct {
	overrides *Names          // nil without a names file
	used      map[string]bool // the entries of overrides that the schema has
	diags     diag.List

	// defs are types by their type's name, commands by their method's,
	// events by their struct's.
	defs map[model.Definition]string
	// args are the structs for arguments declared in passing.
	args map[*model.Command]string
	// members are the constants of an enum, the fields of a struct, the
	// fields of a union (its members', then its branches'), and those of an
	// alternate.
	members map[model.Definition][]string

	camels map[string]string // by QAPI name
	scope  *scope            // of fields, used again for each struct
}

func assignNames(definitions []model.Definition, overrides *Names) (*names, diag.List) {
	n := &names{
		overrides: overrides,
		used:      map[string]bool{},
		defs:      make(map[model.Definition]string, len(definitions)),
		args:      map[*model.Command]string{},
		members:   make(map[model.Definition][]string, len(definitions)),
		camels:    make(map[string]string, len(definitions)),
		scope:     newScope("field", ownFields),
	}
	pkg := newScope("package", ownNames)
	n.types(pkg, definitions)
	n.commands(pkg, definitions)
	n.events(pkg, definitions)
	n.constants(pkg, definitions)
	n.checkUnused()
	diags := n.diagnostics()
	return n, diags
}

// types names the types, and the fields of each.
func (n *names) types(pkg *scope, definitions []model.Definition) {
	for _, t := range definitionsOf[model.Type](definitions) {
		h := t.Common()
		name := schemaName(t)
		key := key{def: name}
		n.defs[t] = n.claim(pkg, key, exported(n.word(key, name)), h.Pos, h.End)
		switch t := t.(type) {
		case *model.Struct:
			n.fields(t, t.All, nil)
		case *model.Union:
			n.fields(t, t.Base.All, t.Branches)
		case *model.Alternate:
			n.alternatives(t)
		}
	}
}

// commands names the methods of commands, and their arguments.
func (n *names) commands(pkg *scope, definitions []model.Definition) {
	methods := newScope("method", ownMethods)
	for _, c := range definitionsOf[*model.Command](definitions) {
		key := key{def: c.Name}
		word := exported(n.word(key, c.Name))
		n.defs[c] = n.claim(methods, key, word, c.Pos, c.End)
		if arg, ok := c.Arg.(*model.Struct); ok && arg.Implicit() && c.Gen {
			n.args[c] = n.claim(pkg, key, word+"Args", c.Pos, c.End)
			n.fields(arg, arg.All, nil)
		}
	}
}

// events names the structs of events.
func (n *names) events(pkg *scope, definitions []model.Definition) {
	for _, e := range definitionsOf[*model.Event](definitions) {
		key := key{def: e.Name}
		word := camelUpper(e.Name)
		if e, ok := n.chosen(key); ok {
			word = e.goName
		}
		n.defs[e] = n.claim(pkg, key, exported(word)+"Event", e.Pos, e.End)
		if arg, ok := e.Arg.(*model.Struct); ok && arg.Implicit() {
			n.fields(arg, arg.All, nil)
		}
	}
}

// constants names the constants of enums: the type's name, then the value's.
func (n *names) constants(pkg *scope, definitions []model.Definition) {
	for _, e := range definitionsOf[*model.Enum](definitions) {
		typ := n.defs[e]
		list := make([]string, len(e.Values))
		for i, v := range e.Values {
			key := key{def: e.Name, value: v.Name}
			list[i] = n.claim(pkg, key, joinWords(typ, n.word(key, v.Name)), v.Pos, v.End)
		}
		n.members[e] = list
	}
}

// fields names the fields of a struct or union. A union's branch that carries
// nothing has no field.
func (n *names) fields(def model.Definition, members []*model.Member, branches []*model.Branch) {
	fields := n.fieldScope()
	list := make([]string, 0, len(members)+len(branches))
	for _, m := range members {
		key := key{def: n.owner(def, m), member: m.Name}
		list = append(list, n.claim(fields, key, exported(n.word(key, m.Name)), m.Pos, m.End))
	}
	for _, b := range branches {
		key := key{def: def.Common().Name, value: b.Name}
		if isEmpty(b.Type) {
			n.chosen(key)
			continue
		}
		list = append(list, n.claim(fields, key, exported(n.word(key, b.Name)), b.Pos, b.End))
	}
	n.members[def] = list
}

// fieldScope is a scope for the fields of another struct.
func (n *names) fieldScope() *scope {
	n.scope.reset()
	return n.scope
}

// owner is the definition under which a names file has the member m of def:
// the one that declares it.
func (n *names) owner(def model.Definition, m *model.Member) string {
	if m.DefinedIn == nil {
		return def.Common().Name
	}
	return declaredName(m.DefinedIn)
}

// declaredName is the name of the definition that declares s, which is
// another's where s is declared in passing.
func declaredName(s *model.Struct) string {
	if !s.Implicit() || s.Wrapper() {
		return schemaName(s)
	}
	name := strings.TrimPrefix(s.Name, "q_obj_")
	return strings.TrimSuffix(name, "-"+s.Role)
}

func (n *names) alternatives(t *model.Alternate) {
	fields := n.fieldScope()
	list := make([]string, len(t.Alternatives))
	for i, a := range t.Alternatives {
		key := key{def: t.Name, member: a.Name}
		list[i] = n.claim(fields, key, exported(n.word(key, a.Name)), a.Pos, a.End)
	}
	n.members[t] = list
}

// word is what a names file says for key, or else the name's camel-case form.
func (n *names) word(k key, name string) string {
	if e, ok := n.chosen(k); ok {
		return e.goName
	}
	word, ok := n.camels[name]
	if !ok {
		word = camel(name)
		n.camels[name] = word
	}
	return word
}

// joinWords puts two Go names together, as camel puts its words.
func joinWords(a, b string) string {
	if isDigit(a[len(a)-1]) && isDigit(b[0]) {
		return a + "_" + b
	}
	return a + b
}
