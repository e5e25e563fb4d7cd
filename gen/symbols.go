package gen

import (
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/model"
)

// A Symbol is a part of a generated package that other packages can refer to.
type Symbol struct {
	Kind SymbolKind
	// Name is the symbol's name in the package: StatusInfo, StatusInfo.Running,
	// RunStatePaused, Client.QueryStatus.
	Name string
	// Type is the type of a field, the signature of a method, or the underlying
	// declaration of a type: "string", "struct", or the name of another type.
	Type string
	// Definition is the QAPI definition from which Name derives. Part is its
	// member, value, branch or alternative. It is empty for the definition
	// itself.
	Definition, Part string
	// DeclaredIn is the QAPI definition that declares the part. It differs from
	// Definition if a base declares it.
	DeclaredIn string
	Pos, End   diag.Pos
}

// A SymbolKind is a kind of Symbol.
type SymbolKind string

// The kinds.
const (
	SymbolType     SymbolKind = "type"
	SymbolField    SymbolKind = "field"
	SymbolConstant SymbolKind = "constant"
	SymbolMethod   SymbolKind = "method"
)

// Symbols returns the types, fields, constants and client methods of the
// package that [Package] generates from s, in schema order, with those of the
// chosen names that s has. The interface Commands has the same methods as
// Client.
func Symbols(s *model.Schema, chosen *Names) []Symbol {
	inv := newInventory(s)
	names, _ := assignNames(inv.all, chosen)
	w := symbolWriter{g: &generator{schema: s, names: names, byPointer: cyclicMembers(inv.all)}}
	for _, d := range inv.all {
		w.of = d.Common()
		switch d := d.(type) {
		case *model.Command:
			w.command(d)
		case *model.Event:
			w.event(d)
		case *model.Enum:
			w.enum(d)
		case *model.Struct:
			w.typ(names.defs[d], "struct")
			w.members(names.defs[d], d, d.All)
		case *model.Union:
			w.typ(names.defs[d], "struct")
			w.union(names.defs[d], d)
		case *model.Alternate:
			w.alternate(d)
		}
	}
	return w.list
}

// CheckNames gives the diagnostics about names chosen by hand that [Package] gives for s.
func CheckNames(s *model.Schema, chosen *Names) diag.List {
	_, diags := assignNames(newInventory(s).all, chosen)
	return diags
}

// TypeNames returns the Go names of the types that the package of s has, by their names
// in the schema. The diagnostics are those of [Package].
func TypeNames(s *model.Schema, chosen *Names) (map[string]string, diag.List) {
	names, diags := assignNames(newInventory(s).all, chosen)
	if diags.HasErrors() {
		return nil, diags
	}
	types := map[string]string{}
	for _, t := range definitionsOf[model.Type](s.Definitions) {
		types[t.Common().Name] = names.defs[t]
	}
	return types, diags
}

// A symbolWriter is the state of one Symbols.
type symbolWriter struct {
	g    *generator
	of   *model.Header // the definition being listed
	list []Symbol
}

func (w *symbolWriter) typ(name, is string) {
	w.list = append(w.list, Symbol{
		Kind: SymbolType, Name: name, Type: is, Definition: w.of.Name, DeclaredIn: w.of.Name, Pos: w.of.Pos, End: w.of.End,
	})
}

func (w *symbolWriter) method(name, signature string) {
	w.list = append(w.list, Symbol{
		Kind: SymbolMethod, Name: name, Type: signature,
		Definition: w.of.Name, DeclaredIn: w.of.Name, Pos: w.of.Pos, End: w.of.End,
	})
}

func (w *symbolWriter) part(kind SymbolKind, name, typ, part, declaredIn string, pos, end diag.Pos) {
	w.list = append(w.list, Symbol{kind, name, typ, w.of.Name, part, declaredIn, pos, end})
}

func (w *symbolWriter) enum(e *model.Enum) {
	name := w.g.names.defs[e]
	w.typ(name, "string")
	for i, v := range e.Values {
		w.part(SymbolConstant, w.g.names.members[e][i], name, v.Name, e.Name, v.Pos, v.End)
	}
}

// members lists the fields of the Go type typ for members of def.
func (w *symbolWriter) members(typ string, def model.Definition, members []*model.Member) {
	for i, m := range members {
		w.part(SymbolField, typ+"."+w.g.names.members[def][i], w.g.fieldTypeOf(m).String(),
			m.Name, w.g.names.owner(def, m), m.Pos, m.End)
	}
}

func (w *symbolWriter) union(typ string, u *model.Union) {
	w.members(typ, u, u.Base.All)
	fields := w.g.names.members[u][len(u.Base.All):]
	for _, b := range u.Branches {
		if isEmpty(b.Type) {
			continue
		}
		w.part(SymbolField, typ+"."+fields[0], w.g.typeOf(b.Type).withMark("*").String(), b.Name, u.Name, b.Pos, b.End)
		fields = fields[1:]
	}
}

func (w *symbolWriter) alternate(a *model.Alternate) {
	name := w.g.names.defs[a]
	w.typ(name, "struct")
	for i, alt := range a.Alternatives {
		w.part(SymbolField, name+"."+w.g.names.members[a][i], w.g.optionalTypeOf(alt.Type).String(),
			alt.Name, a.Name, alt.Pos, alt.End)
	}
}

func (w *symbolWriter) command(c *model.Command) {
	signature := "func(ctx context.Context"
	if c.Arg != nil {
		signature += ", args " + w.g.clientArgTypeOf(c).String()
	}
	if c.Ret != nil {
		signature += ") (" + w.g.retTypeOf(c).String() + ", error)"
	} else {
		signature += ") error"
	}
	w.method("Client."+w.g.names.defs[c], signature)
	if c.AllowOOB {
		w.method("OOBClient."+w.g.names.defs[c], signature)
	}
	if args := w.g.names.args[c]; args != "" {
		w.typ(args, "struct")
		w.members(args, c.Arg, c.Arg.Fields())
	}
}

// event lists the struct of an event. If the data is a type of the schema, the
// fields are listed with that type.
func (w *symbolWriter) event(e *model.Event) {
	name := w.g.names.defs[e]
	switch arg, isStruct := e.Arg.(*model.Struct); {
	case e.Arg == nil:
		w.typ(name, "struct")
	case isStruct && arg.Implicit():
		w.typ(name, "struct")
		w.members(name, arg, arg.All)
	default:
		w.typ(name, w.g.names.defs[e.Arg])
	}
}
