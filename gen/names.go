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

// ownMethods are the methods of Client and OOBClient that do not execute a
// command.
var ownMethods = []string{"Events", "OOB", "Supports"}

// ownFields are the methods of generated types and the field UnknownBranch of unions.
// No field of a member can have one of these names.
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
	used      map[string]bool // entries of overrides that the schema has
	diags     diag.List

	// defs has the Go name of each type, of a command's method, and of an event's
	// struct.
	defs map[model.Definition]string
	// args has the names of the structs for arguments that are declared inline.
	args map[*model.Command]string
	// members has the names of an enum's constants, or of the fields of a struct,
	// union or alternate. In a union the fields of branches follow those of
	// members.
	members map[model.Definition][]string

	camels map[string]string // by QAPI name
	scope  *scope            // of fields, reused for each struct
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
	n.nameTypes(pkg, definitions)
	n.nameCommands(pkg, definitions)
	n.nameEvents(pkg, definitions)
	n.nameConstants(pkg, definitions)
	n.checkUnused()
	diags := n.diagnostics()
	if diags.HasErrors() { // Curtail would turn warnings into errors
		diags.Curtail()
	}
	return n, diags
}

// nameTypes assigns names to the types and their fields.
func (n *names) nameTypes(pkg *scope, definitions []model.Definition) {
	for _, t := range definitionsOf[model.Type](definitions) {
		h := t.Common()
		name := schemaName(t)
		key := key{def: name}
		n.defs[t] = n.claim(pkg, key, exported(n.word(key, name)), h.Pos, h.End)
		switch t := t.(type) {
		case *model.Struct:
			n.nameFields(t, t.All, nil)
		case *model.Union:
			n.nameFields(t, t.Base.All, t.Branches)
		case *model.Alternate:
			n.nameAlternatives(t)
		}
	}
}

// nameCommands assigns names to the methods of commands and to their arguments.
func (n *names) nameCommands(pkg *scope, definitions []model.Definition) {
	methods := newScope("method", ownMethods)
	for _, c := range definitionsOf[*model.Command](definitions) {
		key := key{def: c.Name}
		word := exported(n.word(key, c.Name))
		n.defs[c] = n.claim(methods, key, word, c.Pos, c.End)
		if arg, ok := c.Arg.(*model.Struct); ok && arg.Implicit() && c.Gen {
			n.args[c] = n.claim(pkg, key, word+"Args", c.Pos, c.End)
			n.nameFields(arg, arg.All, nil)
		}
	}
}

// nameEvents assigns names to the structs of events.
func (n *names) nameEvents(pkg *scope, definitions []model.Definition) {
	for _, e := range definitionsOf[*model.Event](definitions) {
		key := key{def: e.Name}
		word := camelUpper(e.Name)
		if e, ok := n.chosen(key); ok {
			word = e.goName
		}
		n.defs[e] = n.claim(pkg, key, exported(word)+"Event", e.Pos, e.End)
		if arg, ok := e.Arg.(*model.Struct); ok && arg.Implicit() {
			n.nameFields(arg, arg.All, nil)
		}
	}
}

// nameConstants assigns names to the constants of enums: the name of the type
// followed by that of the value.
func (n *names) nameConstants(pkg *scope, definitions []model.Definition) {
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

// nameFields assigns names to the fields of a struct or union. A branch without
// members has no field.
func (n *names) nameFields(def model.Definition, members []*model.Member, branches []*model.Branch) {
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

// fieldScope returns an empty scope for the fields of one struct.
func (n *names) fieldScope() *scope {
	n.scope.reset()
	return n.scope
}

// owner returns the name of the definition that declares the member m of def. A names
// file lists m under it.
func (n *names) owner(def model.Definition, m *model.Member) string {
	if m.DefinedIn == nil {
		return def.Common().Name
	}
	return declaredName(m.DefinedIn)
}

// declaredName returns the name of the definition that declares s: of the command,
// event or union around it if s is declared inline, otherwise of s itself.
func declaredName(s *model.Struct) string {
	if !s.Implicit() || s.Wrapper() {
		return schemaName(s)
	}
	name := strings.TrimPrefix(s.Name, "q_obj_")
	return strings.TrimSuffix(name, "-"+s.Role)
}

func (n *names) nameAlternatives(t *model.Alternate) {
	fields := n.fieldScope()
	list := make([]string, len(t.Alternatives))
	for i, a := range t.Alternatives {
		key := key{def: t.Name, member: a.Name}
		list[i] = n.claim(fields, key, exported(n.word(key, a.Name)), a.Pos, a.End)
	}
	n.members[t] = list
}

// word returns the Go name that a names file has for k, or else the camel-case form
// of name.
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

// joinWords joins two Go names in the way that camel joins words.
func joinWords(a, b string) string {
	if isDigit(a[len(a)-1]) && isDigit(b[0]) {
		return a + "_" + b
	}
	return a + b
}
