package shell

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/qapi-go/qapi-gen/introspect"
)

// runTypes is .types NAME.
func (s *Session) runTypes(_ context.Context, args []string, _ string) (Reply, error) {
	if len(args) != 1 {
		return Reply{}, errors.New(".types takes the name of a command, an event or a type")
	}
	index := s.typeIndex(args[0])
	if index == nil {
		return Reply{}, errors.New("the server has no introspection; with --schema FILE, the types are those of the schema")
	}
	entry := index.Lookup(args[0])
	if entry == nil {
		return Reply{}, s.unknown(args[0])
	}
	p := typePrinter{index: index, printed: make(map[string]bool)}
	p.entry(entry)
	return Reply{Text: Safe(strings.TrimRight(p.b.String(), "\n"))}, nil
}

// typeIndex is where to look a name up: in the schema, where types have names, if it
// has the name, or else in the introspection of the server.
func (s *Session) typeIndex(name string) *introspect.Index {
	known := s.known()
	if known.named != nil && known.named.Lookup(name) != nil {
		return known.named
	}
	return known.index
}

// A typePrinter prints definitions with all types that they use.
type typePrinter struct {
	index   *introspect.Index
	b       strings.Builder
	printed map[string]bool
	todo    []string // types to print, in the order of their first use
}

// entry prints an entry, and then the types it uses, each once.
func (p *typePrinter) entry(e introspect.Entry) {
	switch e := e.(type) {
	case *introspect.Command:
		p.line(0, "command %s%s", e.Name, features(e.Features))
		p.fields(1, p.index.Object(e.ArgType))
		p.line(1, "returns %s", p.result(e.RetType))
	case *introspect.Event:
		p.line(0, "event %s%s", e.Name, features(e.Features))
		p.fields(1, p.index.Object(e.ArgType))
	case introspect.Type:
		p.todo = append(p.todo, e.Common().Name)
	}
	for ; len(p.todo) > 0; p.todo = p.todo[1:] {
		if name := p.todo[0]; !p.printed[name] {
			p.printed[name] = true
			p.definition(p.index.Type(name))
		}
	}
}

// definition prints a type.
func (p *typePrinter) definition(t introspect.Type) {
	p.b.WriteByte('\n')
	switch t := t.(type) {
	case *introspect.Object:
		p.line(0, "object %s%s", t.Name, features(t.Features))
		p.fields(1, t)
	case *introspect.Enum:
		p.line(0, "enum %s%s", t.Name, features(t.Features))
		for _, m := range t.Members {
			p.line(1, "%s%s", m.Name, features(m.Features))
		}
	case *introspect.Alternate:
		p.line(0, "alternate %s%s", t.Name, features(t.Features))
		for _, ref := range t.Types {
			p.line(1, "%s", p.ref(ref))
		}
	default:
		p.line(0, "%s", p.ref(t.Common().Name))
	}
}

// fields prints the members of an object, and those of its branches.
func (p *typePrinter) fields(depth int, o *introspect.Object) {
	for _, m := range o.Members {
		optional := ""
		if m.Optional() {
			optional = "optional "
		}
		p.line(depth, "%s: %s%s%s", m.Name, optional, p.ref(m.Type), features(m.Features))
	}
	for _, v := range o.Variants {
		if branch := p.index.Object(v.Type); branch != nil && len(branch.Members)+len(branch.Variants) > 0 {
			p.line(depth, "with %s=%s", o.Tag, v.Case)
			p.fields(depth+1, branch)
		}
	}
}

// result is a reference to what a command returns.
func (p *typePrinter) result(ref string) string {
	if o := p.index.Object(ref); o != nil && len(o.Members) == 0 && o.Tag == "" {
		return "nothing"
	}
	return p.ref(ref)
}

// ref is how a type is written where it is used. It will be printed itself if that does
// not say it all.
func (p *typePrinter) ref(name string) string {
	switch t := p.index.Type(name).(type) {
	case *introspect.Builtin:
		if t.Name == "any" || t.JSONType == introspect.JSONValue {
			return "any value"
		}
		return t.Name
	case *introspect.Array:
		return "[" + p.ref(t.ElementType) + "]"
	case *introspect.Enum:
		const few = 6
		if len(t.Members) <= few {
			values := make([]string, len(t.Members))
			for i, m := range t.Members {
				values[i] = m.Name + features(m.Features)
			}
			return strings.Join(values, "|")
		}
	}
	p.todo = append(p.todo, name)
	return name
}

func features(list introspect.Features) string {
	if len(list) == 0 {
		return ""
	}
	return " (" + strings.Join(list, ", ") + ")"
}

func (p *typePrinter) line(depth int, format string, args ...any) {
	p.b.WriteString(strings.Repeat("  ", depth))
	fmt.Fprintf(&p.b, format, args...)
	p.b.WriteByte('\n')
}
