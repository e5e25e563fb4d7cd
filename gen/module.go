package gen

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/qapi-go/qapi-gen/model"
)

// moduleFiles returns the file names of modules: the module's path without
// .json, in which every character other than a letter, digit or dash is
// replaced by a dash ("sub/dir/misc_arm.json" is in sub-dir-misc-arm.go). That
// includes underscores: Go reads some suffixes (_arm, _linux, _test) as build
// constraints, and the names of the package's own files have underscores.
// Leading dots and slashes are removed. If two modules have the same name,
// ignoring case, the second gets the suffix "-2", a third "-3".
func moduleFiles(modules []*model.Module) []string {
	taken := map[string]bool{}
	names := make([]string, len(modules))
	for i, m := range modules {
		stem := moduleStem(m.Name)
		name := stem
		for n := 2; taken[strings.ToLower(name)]; n++ {
			name = stem + "-" + strconv.Itoa(n)
		}
		taken[strings.ToLower(name)] = true
		names[i] = name + ".go"
	}
	return names
}

func moduleStem(module string) string {
	stem := strings.Map(func(r rune) rune {
		switch {
		case r >= 0x80, isDigit(byte(r)), isUpper(byte(r)), isLower(byte(r)):
			return r
		default:
			return '-'
		}
	}, strings.TrimSuffix(path.Clean(module), ".json"))
	// Go ignores files whose names start with a dot; "../qapi/common" becomes
	// qapi-common.
	if stem = strings.Trim(stem, "-"); stem == "" {
		return "schema"
	}
	return stem
}

// module writes the definitions of m that users read: types, structs for
// arguments, events.
func (g *generator) module(d *decls, m *model.Module) {
	for _, def := range g.inventory.byModule[m] {
		switch def := def.(type) {
		case *model.Enum:
			g.enum(d, def)
		case *model.Struct:
			g.structType(d, def)
		case *model.Union:
			g.union(d, def)
		case *model.Alternate:
			g.alternate(d, def)
		case *model.Command:
			g.commandArgs(d, def)
		case *model.Event:
			g.event(d, def)
		}
	}
}

// definitionsOf returns the elements of list that have the type T, in order.
func definitionsOf[T model.Definition](list []model.Definition) []T {
	var of []T
	for _, d := range list {
		if d, ok := d.(T); ok {
			of = append(of, d)
		}
	}
	return of
}

// uses reports whether any of the definitions has a member, an alternative or a
// result of type t.
func uses(list []model.Definition, t model.Type) bool {
	for _, d := range list {
		used := false
		switch d := d.(type) {
		case *model.Struct:
			used = hasMemberOf(d.All, t)
		case *model.Union:
			used = hasMemberOf(d.Base.All, t)
		case *model.Alternate:
			used = slices.ContainsFunc(d.Alternatives, func(a *model.Alternative) bool { return model.Element(a.Type) == t })
		case *model.Command:
			used = isObjectWith(d.Arg, t) || d.Ret != nil && model.Element(d.Ret) == t
		case *model.Event:
			used = isObjectWith(d.Arg, t)
		}
		if used {
			return true
		}
	}
	return false
}

func isObjectWith(o model.Object, t model.Type) bool { return o != nil && hasMemberOf(o.Fields(), t) }

func hasMemberOf(members []*model.Member, t model.Type) bool {
	for _, m := range members {
		if model.Element(m.Type) == t {
			return true
		}
	}
	return false
}
