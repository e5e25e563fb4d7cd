package gen

import (
	"slices"
	"strings"

	"github.com/qapi-go/qapi-gen/model"
)

// An inventory is everything that a package declares a Go type, a method or an
// event for.
type inventory struct {
	// all are the schema's definitions, and behind them the types that it has
	// without writing them out, so that these get the Go names that are left.
	all []model.Definition
	// byModule has the definitions of a module in the order of its file. What
	// a definition implies stands behind it, what is in no module at the end
	// of the root's.
	byModule map[*model.Module][]model.Definition
}

func newInventory(s *model.Schema) inventory {
	inv := inventory{byModule: make(map[*model.Module][]model.Definition, len(s.Modules))}
	var implied []model.Definition
	known := map[model.Definition]bool{} // simple unions share wrappers
	for _, m := range s.Modules {
		var list []model.Definition
		for _, d := range m.Definitions {
			list = append(list, d)
			for _, t := range impliedTypes(d) {
				if !known[t] {
					known[t] = true
					implied = append(implied, t)
					list = append(list, t)
				}
			}
		}
		inv.byModule[m] = list
	}
	inv.all = slices.Concat(s.Definitions, implied)
	if qType := s.Lookup("QType").(*model.Enum); uses(inv.all, qType) {
		root := s.Modules[0]
		inv.all = append(inv.all, qType)
		inv.byModule[root] = append(inv.byModule[root], qType)
	}
	return inv
}

// impliedTypes are the types that a simple union makes and that Go needs names
// for: the enum of its branches, and the struct around the type of each.
func impliedTypes(d model.Definition) []model.Definition {
	u, ok := d.(*model.Union)
	if !ok || !u.Simple {
		return nil
	}
	list := []model.Definition{u.Tag.Type}
	for _, b := range u.Branches {
		list = append(list, b.Type)
	}
	return list
}

// schemaName is the name from which the Go name of d is made, and by which a
// names file calls it. It is the schema's own name but for a wrapper, which
// has none: the wrapper of ['str'] is called strList-wrapper.
func schemaName(d model.Definition) string {
	name := d.Common().Name
	if s, ok := d.(*model.Struct); ok && s.Wrapper() {
		return strings.TrimPrefix(name, "q_obj_")
	}
	return name
}

// impliedDoc documents a type that the schema does not write out. It is empty
// for all others.
func (g *generator) impliedDoc(d model.Definition) string {
	name := g.names.defs[d]
	switch d := d.(type) {
	case *model.Enum:
		if d.Implicit {
			union := strings.TrimSuffix(d.Name, "Kind")
			return name + " names the branches of the simple union " + union + "."
		}
	case *model.Struct:
		if d.Wrapper() {
			return name + " is a branch of a simple union: on the wire, its value stands under \"data\"."
		}
	}
	return ""
}
