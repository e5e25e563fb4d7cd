package gen

import (
	"slices"
	"strings"

	"github.com/qapi-go/qapi-gen/model"
)

// An inventory has everything for which a package declares a Go type, a method
// or an event.
type inventory struct {
	// all has the schema's definitions, followed by the types that it does not
	// declare, so that Go names go to declared types first.
	all []model.Definition
	// byModule has the definitions of a module in the order of its file. The
	// types that a definition implies follow it. Types that belong to no module
	// are at the end of the root module.
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

// impliedTypes returns the implicit types of a simple union that need Go names:
// the enum of its branches, and the wrapper of each branch's type.
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

// schemaName returns the name from which the Go name of d is derived, and by
// which a names file refers to d. It is the schema's name, except for a
// wrapper: that of ['str'] is called strList-wrapper.
func schemaName(d model.Definition) string {
	name := d.Common().Name
	if s, ok := d.(*model.Struct); ok && s.Wrapper() {
		return strings.TrimPrefix(name, "q_obj_")
	}
	return name
}

// impliedDoc documents a type that the schema does not declare. It returns ""
// for others.
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
