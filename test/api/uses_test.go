package api_test

import (
	"go/types"
	"slices"
	"strings"
	"testing"
)

// addUses adds the exported names of the public packages that the other packages
// of the module in dir use, as path.Name or path.Type.Method.
func addUses(t *testing.T, used map[string]bool, dir string) {
	t.Helper()
	listed := goList(t, dir)
	for _, p := range listed {
		if p.Module == nil || !p.Module.Main || strings.HasSuffix(p.ImportPath, ".test") || !p.dependsOn(public) {
			continue
		}
		if p.ForTest == "" && listed[p.ImportPath+" ["+p.ImportPath+".test]"] != nil {
			continue // the variant for its tests has the files of both
		}
		own := p.base()
		c := typeCheck(t, p, listed)
		for _, obj := range c.info.Uses {
			if path := pathOf(obj); path != own && slices.Contains(public, path) {
				addObject(used, obj)
			}
		}
	}
}

func pathOf(obj types.Object) string {
	if obj.Pkg() == nil {
		return ""
	}
	return obj.Pkg().Path()
}

// addObject adds what a used object is: its name, and the types that it is
// declared with, which a user of it need not name.
func addObject(used map[string]bool, obj types.Object) {
	switch obj := obj.(type) {
	case *types.TypeName:
		addType(used, obj.Type())
		return
	case *types.Func:
		obj = obj.Origin()
		sig := obj.Signature()
		if recv := sig.Recv(); recv != nil {
			if named := namedType(recv.Type()); named != nil {
				used[pathOf(obj)+"."+named.Obj().Name()+"."+obj.Name()] = true
			}
		} else {
			used[pathOf(obj)+"."+obj.Name()] = true
		}
		addType(used, sig)
		return
	}
	if obj.Parent() == obj.Pkg().Scope() { // no field
		used[pathOf(obj)+"."+obj.Name()] = true
	}
	addType(used, obj.Type())
}

// addType adds the named types that t consists of.
func addType(used map[string]bool, t types.Type) {
	switch t := t.(type) {
	case *types.Named:
		if obj := t.Obj(); slices.Contains(public, pathOf(obj)) && obj.Exported() {
			used[pathOf(obj)+"."+obj.Name()] = true
		}
		for arg := range t.TypeArgs().Types() {
			addType(used, arg)
		}
	case *types.Signature:
		addTuple(used, t.Params())
		addTuple(used, t.Results())
		for param := range t.TypeParams().TypeParams() {
			addType(used, param.Constraint())
		}
	case *types.Map:
		addType(used, t.Key())
		addType(used, t.Elem())
	case interface{ Elem() types.Type }: // pointers, slices, arrays, channels
		addType(used, t.Elem())
	}
}

func addTuple(used map[string]bool, tuple *types.Tuple) {
	for v := range tuple.Variables() {
		addType(used, v.Type())
	}
}

// namedType is t, or what t points to, if that has a name.
func namedType(t types.Type) *types.Named {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	named, _ := t.(*types.Named)
	return named
}
