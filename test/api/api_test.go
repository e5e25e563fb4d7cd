package api_test

import (
	"fmt"
	"go/types"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/testgolden"
)

const module = "github.com/qapi-go/qapi-gen/"

// public are the packages of the runtime that programs and generated code import.
var public = []string{module + "qapi", module + "qmp", module + "qmp/server", module + "qmp/lifecycle", module + "qmp/cmdline", module + "qmp/wirelog", module + "qmp/qmptest"}

// TestExportedNames holds docs/api.md to the code, and the code to exporting only
// what has a user: another package of this repository, one of its tests, or an
// external test.
func TestExportedNames(t *testing.T) {
	const root, page = "../..", "../../docs/api.md"
	listed := goList(t, root)
	exported := map[string]*names{}
	for _, path := range public {
		exported[path] = namesOf(typeCheck(t, listed[path], listed).Package)
	}

	t.Run("are listed", func(t *testing.T) {
		data, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		before, _, found := strings.Cut(string(data), "\n## ")
		if !found {
			t.Fatalf("%s has no section", page)
		}
		var list strings.Builder
		for _, path := range public {
			exported[path].write(&list, strings.TrimPrefix(path, module))
		}
		testgolden.File(t, page, before+list.String())
	})

	t.Run("have users", func(t *testing.T) {
		used := map[string]bool{}
		for _, dir := range []string{root, root + "/examples/consumer"} {
			addUses(t, used, dir)
		}
		for _, path := range public {
			for _, name := range exported[path].all() {
				if !used[path+"."+name] {
					t.Errorf("%s exports %s, which nothing uses: unexport it, or show its use in an example",
						strings.TrimPrefix(path, module), name)
				}
			}
		}
	})
}

// names are the exported names of a package.
type names struct {
	constants, variables, functions []string
	types                           []string
	methods                         map[string][]string // by type
	implicit                        map[string]bool     // "Type.Method": implements an interface
}

func namesOf(p *types.Package) *names {
	n := &names{methods: map[string][]string{}, implicit: map[string]bool{}}
	for _, name := range p.Scope().Names() {
		obj := p.Scope().Lookup(name)
		if !obj.Exported() {
			continue
		}
		switch obj := obj.(type) {
		case *types.Const:
			n.constants = append(n.constants, name)
		case *types.Var:
			n.variables = append(n.variables, name)
		case *types.Func:
			n.functions = append(n.functions, name)
		case *types.TypeName:
			n.types = append(n.types, name)
			n.addMethods(obj)
		}
	}
	return n
}

func (n *names) addMethods(obj *types.TypeName) {
	t := obj.Type()
	if !types.IsInterface(t) {
		t = types.NewPointer(t)
	}
	for selection := range types.NewMethodSet(t).Methods() {
		m := selection.Obj()
		if !m.Exported() {
			continue
		}
		n.methods[obj.Name()] = append(n.methods[obj.Name()], m.Name())
		n.implicit[obj.Name()+"."+m.Name()] = calledByName[m.Name()] || calledByOwner(t, m)
	}
}

// calledByOwner reports whether the package calls a method through an exported
// interface of its own, which t implements.
func calledByOwner(t types.Type, method types.Object) bool {
	scope := method.Pkg().Scope()
	for _, name := range scope.Names() {
		obj, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || !obj.Exported() || !types.IsInterface(obj.Type()) {
			continue
		}
		i := obj.Type().Underlying().(*types.Interface)
		for m := range i.Methods() {
			if m.Name() == method.Name() && types.Implements(t, i) {
				return true
			}
		}
	}
	return false
}

// calledByName are methods that the standard library calls through an interface.
var calledByName = map[string]bool{
	"Error": true, "String": true, "Unwrap": true, "Is": true, "As": true,
	"MarshalJSON": true, "UnmarshalJSON": true, "LogValue": true,
}

// all gives the names that need a user; methods as Type.Method.
func (n *names) all() []string {
	all := slices.Concat(n.constants, n.variables, n.functions, n.types)
	for _, t := range slices.Sorted(maps.Keys(n.methods)) {
		for _, m := range n.methods[t] {
			if name := t + "." + m; !n.implicit[name] {
				all = append(all, name)
			}
		}
	}
	return all
}

// write writes the section of a package.
func (n *names) write(w *strings.Builder, path string) {
	fmt.Fprintf(w, "\n## %s\n", path)
	for _, group := range []struct {
		title string
		names []string
	}{{"Functions", n.functions}, {"Constants", n.constants}, {"Variables", n.variables}} {
		if len(group.names) > 0 {
			fmt.Fprintf(w, "\n%s: %s\n", group.title, quoted(group.names))
		}
	}
	fmt.Fprintf(w, "\nTypes, with their methods:\n\n")
	for _, t := range n.types {
		fmt.Fprintf(w, "* `%s`", t)
		if methods := n.methods[t]; len(methods) > 0 {
			fmt.Fprintf(w, ": %s", quoted(methods))
		}
		w.WriteByte('\n')
	}
}

func quoted(names []string) string { return "`" + strings.Join(names, "`, `") + "`" }
