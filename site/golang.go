package site

import (
	"strconv"
	"strings"

	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/site/sample"
)

// golang knows the names of the generated Go package.
type golang struct {
	pkg     string
	symbols map[symbolKey]gen.Symbol
}

// A symbolKey is a kind of symbol, and the definition or part that it is of.
type symbolKey struct {
	kind             gen.SymbolKind
	definition, part string
}

func newGolang(s *model.Schema, opts Options) *golang {
	g := &golang{opts.Package, map[symbolKey]gen.Symbol{}}
	for _, symbol := range gen.Symbols(s, opts.Names) {
		key := symbolKey{symbol.Kind, symbol.Definition, symbol.Part}
		if _, known := g.symbols[key]; !known { // a command's out-of-band method comes second
			g.symbols[key] = symbol
		}
	}
	return g
}

// typeName is the Go name of a type, or of the arguments of a command.
func (g *golang) typeName(definition string) string {
	return g.symbols[symbolKey{gen.SymbolType, definition, ""}].Name
}

// method is the name and the signature of a command's method.
func (g *golang) method(c *model.Command) (name, signature string) {
	m := g.symbols[symbolKey{gen.SymbolMethod, c.Name, ""}]
	return strings.TrimPrefix(m.Name, "Client."), strings.TrimPrefix(m.Type, "func")
}

// declaration is the first line of the declaration of def.
func (g *golang) declaration(def model.Definition) string {
	if c, ok := def.(*model.Command); ok {
		name, signature := g.method(c)
		return "func (c *Client) " + name + signature
	}
	t := g.symbols[symbolKey{gen.SymbolType, def.Common().Name, ""}]
	return "type " + t.Name + " " + t.Type
}

// literal writes a sample in Go, as a value of the given definition's type, whose
// lines after the first are indented. The Go type says whether a pointer is
// wanted.
func (g *golang) literal(v *sample.Value, goType, indent string) string {
	pointer := strings.HasPrefix(goType, "*")
	switch t := v.Type.(type) {
	case *model.Array:
		return g.slice(v, goType, indent)
	case *model.Struct, *model.Union, *model.Alternate:
		text := g.structLiteral(v, t.Common().Name, indent)
		if pointer {
			text = "&" + text
		}
		return text
	case *model.Enum:
		name := g.symbols[symbolKey{gen.SymbolConstant, t.Name, v.Text}].Name
		return newPointer(pointer, g.pkg+"."+name)
	default:
		return g.scalar(v, pointer)
	}
}

func (g *golang) scalar(v *sample.Value, pointer bool) string {
	switch v.Type.JSON() {
	case model.JSONString:
		return newPointer(pointer, strconv.Quote(v.Text))
	case model.JSONValue:
		return "json.RawMessage(`" + v.Text + "`)"
	case model.JSONNull:
		if pointer {
			return "&qapi.Null{}"
		}
		return "qapi.Null{}"
	case model.JSONInt:
		if pointer {
			return "new(" + goNumbers[v.Type.Common().Name] + "(" + v.Text + "))"
		}
	default:
	}
	return newPointer(pointer, v.Text)
}

// goNumbers are the Go types of the built-in integers.
var goNumbers = map[string]string{
	"int": "int64", "int8": "int8", "int16": "int16", "int32": "int32", "int64": "int64",
	"uint8": "uint8", "uint16": "uint16", "uint32": "uint32", "uint64": "uint64", "size": "uint64",
}

func newPointer(pointer bool, value string) string {
	if pointer {
		return "new(" + value + ")"
	}
	return value
}

func (g *golang) slice(v *sample.Value, goType, indent string) string {
	elem := strings.TrimPrefix(goType, "[]")
	qualified := g.qualified(elem)
	if len(v.Elements) == 0 {
		return "[]" + qualified + "{}"
	}
	text := g.literal(v.Elements[0], elem, indent)
	// The type of an element is that of the slice
	text = strings.TrimPrefix(text, qualified+"{")
	if _, isScalar := v.Elements[0].Type.(*model.Builtin); !isScalar && strings.HasSuffix(text, "}") {
		text = "{" + text
	}
	return "[]" + qualified + "{" + text + "}"
}

// qualified is a type of the package as code outside it names it.
func (g *golang) qualified(goType string) string {
	name := strings.TrimLeft(goType, "*[]")
	marks := goType[:len(goType)-len(name)]
	if strings.Contains(name, ".") || name != "" && name[0] >= 'a' && name[0] <= 'z' {
		return goType
	}
	return marks + g.pkg + "." + name
}

// structLiteral writes an object of the given definition.
func (g *golang) structLiteral(v *sample.Value, definition, indent string) string {
	inner := indent + "\t"
	var lines []string
	add := func(part string, value *sample.Value) {
		field := g.symbols[symbolKey{gen.SymbolField, definition, part}]
		_, name, _ := strings.Cut(field.Name, ".")
		lines = append(lines, inner+name+": "+g.literal(value, field.Type, inner)+",\n")
	}
	for _, f := range v.Fields {
		if u, ok := v.Type.(*model.Union); ok && f.Member.Name == u.Tag.Name && hasBranchField(v) {
			continue // it follows from the branch
		}
		add(f.Member.Name, f.Value)
	}
	switch {
	case v.Chosen != nil:
		add(v.Chosen.Name, v.Inner)
	case hasBranchField(v):
		add(v.Branch.Name, v.Inner)
	}
	name := g.pkg + "." + g.typeName(definition)
	if len(lines) == 0 {
		return name + "{}"
	}
	return name + "{\n" + strings.Join(lines, "") + indent + "}"
}

// hasBranchField reports whether v is of a union whose Go type has a field for the
// branch: one without members has none.
func hasBranchField(v *sample.Value) bool { return v.Branch != nil && hasParts(v.Branch.Type) }
