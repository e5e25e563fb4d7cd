package breaking_test

import (
	"fmt"
	"testing"

	"github.com/qapi-go/qapi-gen/breaking"
	"github.com/qapi-go/qapi-gen/introspect"
)

// Documents that are nested deeper or are wider than a server's. Comparing would
// not end if it took more than time in proportion to their size.
var large = []struct {
	name    string
	changes int
	make    func(edit bool) introspect.Document
}{
	{"objects within objects", 20_000, func(edit bool) introspect.Document {
		const n = 20_000
		doc := document0()
		for i := range n {
			o := objectOf(fmt.Sprint(i), "next", fmt.Sprint((i+1)%n))
			if edit {
				o.Members = append(o.Members, introspect.Member{Name: "new", Type: "str"})
			}
			doc = append(doc, o)
		}
		return doc
	}},
	{"a type of many commands", 2, func(edit bool) introspect.Document {
		doc := introspect.Document{document0()[0], objectOf("0", nameOf(edit), "str")}
		for i := range 20_000 {
			doc = append(doc, commandOf(fmt.Sprint("c", i), "0"))
		}
		return doc
	}},
	{"many other commands", 40_000, func(edit bool) introspect.Document {
		doc := introspect.Document{document0()[0], objectOf("0", "m", "str")}
		for i := range 20_000 {
			doc = append(doc, commandOf(fmt.Sprint(nameOf(edit), i), "0"))
		}
		return doc
	}},
	{"many other members", 40_000, func(edit bool) introspect.Document {
		all := &introspect.Object{Info: introspect.Info{Name: "0"}}
		for i := range 20_000 {
			all.Members = append(all.Members, introspect.Member{Name: fmt.Sprint(nameOf(edit), i), Type: "str"})
		}
		return append(document0(), all)
	}},
	{"a union of many branches", 20_000, func(edit bool) introspect.Document { return union(20_000, edit, false) }},
	{"many members that move to the base of a union", 4_000, func(edit bool) introspect.Document { return union(2_000, edit, true) }},
}

// document0 has a command whose arguments and result are the type "0".
func document0() introspect.Document {
	return introspect.Document{
		&introspect.Builtin{Info: introspect.Info{Name: "str"}, JSONType: introspect.JSONString},
		commandOf("c", "0"),
	}
}

func commandOf(name, arg string) *introspect.Command {
	return &introspect.Command{Info: introspect.Info{Name: name}, ArgType: arg, RetType: arg}
}

func nameOf(edit bool) string {
	if edit {
		return "b"
	}
	return "a"
}

func objectOf(name, member, typ string) *introspect.Object {
	return &introspect.Object{Info: introspect.Info{Name: name}, Members: []introspect.Member{{Name: member, Type: typ}}}
}

// union makes one whose branches all have a member, which edit renames or, for
// members of different names, moves to the base.
func union(branches int, edit, moves bool) introspect.Document {
	values := &introspect.Enum{Info: introspect.Info{Name: "values"}}
	u := objectOf("0", "tag", "values")
	u.Tag = "tag"
	doc := append(document0(), values, u)
	for i := range branches {
		name := fmt.Sprint("v", i)
		values.Members = append(values.Members, introspect.EnumMember{Name: name})
		u.Variants = append(u.Variants, introspect.Variant{Case: name, Type: name})
		b := objectOf(name, "kept", "str")
		switch {
		case moves && edit:
			u.Members = append(u.Members, introspect.Member{Name: fmt.Sprint("m", i), Type: "str"})
		case moves:
			b.Members = append(b.Members, introspect.Member{Name: fmt.Sprint("m", i), Type: "str"})
		case edit:
			b.Members = append(b.Members, introspect.Member{Name: "new", Type: "str"})
		}
		doc = append(doc, b)
	}
	return doc
}

func TestLargeDocuments(t *testing.T) {
	for _, tt := range large {
		t.Run(tt.name, func(t *testing.T) {
			old, again, now := document(t, tt.make(false)), document(t, tt.make(false)), document(t, tt.make(true))
			if got := compare(t, old, again, breaking.Options{}); len(got) > 0 {
				t.Errorf("%d changes from itself, such as %s", len(got), got[0].Message)
			}
			if got := compare(t, old, now, breaking.Options{}); len(got) != tt.changes {
				t.Errorf("%d changes, want %d", len(got), tt.changes)
			}
		})
	}
}
