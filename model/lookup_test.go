package model_test

import (
	"testing"

	"github.com/qapi-go/qapi-gen/model"
)

func TestLookup(t *testing.T) {
	s := buildText(t, `
		{ 'struct': 'Place', 'data': { 'x': 'int', 'names': [ 'str' ] } }
		{ 'command': 'move', 'data': { 'to': [ 'Place' ], 'via': [ 'Place' ] } }`)
	if b := lookup[*model.Builtin](t, s, "uint16"); b.JSON() != model.JSONInt || b.Module != nil {
		t.Errorf("uint16 is %+v", b)
	}
	if e := lookup[*model.Enum](t, s, "QType"); e.Value("qdict") == nil || e.Module != nil {
		t.Errorf("QType is %+v", e)
	}
	for _, name := range []string{"PlaceList", "strList", "q_obj_move-arg", "q_empty", ""} {
		if d := s.Lookup(name); d != nil {
			t.Errorf("'%s', which the schema does not define, is %T", name, d)
		}
	}
	arg, ok := lookup[*model.Command](t, s, "move").Arg.(*model.Struct)
	if !ok || !arg.Implicit() || arg.Name != "q_obj_move-arg" {
		t.Fatalf("the arguments are %+v", arg)
	}
	if arg.All[0].Type != arg.All[1].Type {
		t.Error("there are two arrays of one element type")
	}
	if a := arg.All[0].Type.(*model.Array); a.Name != "PlaceList" || a.Elem != s.Lookup("Place") || a.Module != s.Modules[0] {
		t.Errorf("the array is %+v", a)
	}
}
