package introspect_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/qapi-go/qapi-gen/introspect"
)

// Documents whose types could be paired in more ways than can be tried, or that
// are nested deeper or wider than a server's. Comparing must take time in
// proportion to their size, or it would not end.
var large = []struct {
	name string
	// edited is the number of differences between make(0) and make(1).
	edited int
	make   func(edit int) introspect.Document
}{
	{"objects within objects", 1, func(edit int) introspect.Document {
		const n = 20_000
		doc := command("0")
		for i := range n {
			doc = append(doc, object(fmt.Sprint(i), "next", fmt.Sprint(i+1)))
		}
		return append(doc, object(fmt.Sprint(n), "end", builtin(edit)))
	}},
	{"an object of many types", 20_000, func(edit int) introspect.Document {
		const n = 20_000
		doc, all := command("all"), &introspect.Object{Info: introspect.Info{Name: "all"}}
		for i := range n {
			name := fmt.Sprint("m", i)
			all.Members = append(all.Members, introspect.Member{Name: name, Type: name})
			doc = append(doc, object(name, "end", builtin(edit)))
		}
		return append(doc, all)
	}},
	{"an enum of many values in a union", 20_002, func(edit int) introspect.Document {
		const n = 20_000
		doc, values := command("union"), &introspect.Enum{Info: introspect.Info{Name: "values"}}
		union := &introspect.Object{
			Info: introspect.Info{Name: "union"}, Members: []introspect.Member{{Name: "tag", Type: "values"}}, Tag: "tag",
		}
		for i := range n {
			name := fmt.Sprint("v", i)
			values.Members = append(values.Members, introspect.EnumMember{Name: name})
			union.Variants = append(union.Variants, introspect.Variant{Case: name, Type: name})
			doc = append(doc, object(name, "end", builtin(edit)))
		}
		values.Members = append(values.Members, introspect.EnumMember{Name: fmt.Sprint("last", edit)})
		return append(doc, values, union)
	}},
	{"types that change places", -1, permuted(100)},
	{"very many types that change places", -1, permuted(300)},
	{"very many types that nothing leads to", 0, func(int) introspect.Document {
		doc := command("str")[:2]
		for i := range 20_000 {
			doc = append(doc, object(fmt.Sprint(i), "data", builtin(i%2)))
		}
		return doc
	}},
}

func command(arg string) introspect.Document {
	return introspect.Document{
		&introspect.Builtin{Info: introspect.Info{Name: "str"}, JSONType: introspect.JSONString},
		&introspect.Builtin{Info: introspect.Info{Name: "int"}, JSONType: introspect.JSONInt},
		&introspect.Command{Info: introspect.Info{Name: "command"}, ArgType: arg, RetType: arg},
	}
}

func builtin(i int) string { return []string{"str", "int"}[i] }

func object(name, member, typ string) *introspect.Object {
	return &introspect.Object{Info: introspect.Info{Name: name}, Members: []introspect.Member{{Name: member, Type: typ}}}
}

// permuted returns n types of n members, whose types are others of them.
func permuted(n int) func(edit int) introspect.Document {
	return func(edit int) introspect.Document {
		r := rand.New(rand.NewPCG(uint64(edit), 5))
		doc := command("0")[:2]
		for i := range n {
			o := object(fmt.Sprint(i), fmt.Sprint("own", i), "str")
			for j, to := range r.Perm(n) {
				o.Members = append(o.Members, introspect.Member{Name: fmt.Sprint("m", j), Type: fmt.Sprint(to)})
			}
			doc = append(doc, o)
		}
		for i, to := range r.Perm(n) {
			doc = append(doc, &introspect.Command{
				Info: introspect.Info{Name: fmt.Sprint("c", i)}, ArgType: fmt.Sprint(to), RetType: fmt.Sprint(to),
			})
		}
		return doc
	}
}

func TestLargeDocuments(t *testing.T) {
	for _, tt := range large {
		t.Run(tt.name, func(t *testing.T) {
			a, again, b := index(t, tt.make(0)), index(t, tt.make(0)), index(t, tt.make(1))
			if got := introspect.Compare(a, again); len(got) > 0 {
				t.Errorf("%d differences from itself, such as %s", len(got), changes(got)[0])
			}
			if got := introspect.Compare(a, b); len(got) != tt.edited && tt.edited >= 0 || len(got) == 0 && tt.edited != 0 {
				t.Errorf("%d differences, want %d", len(got), tt.edited)
			}
		})
	}
}

func index(t testing.TB, doc introspect.Document) *introspect.Index {
	t.Helper()
	x, err := introspect.NewIndex(doc)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func BenchmarkCompareLarge(b *testing.B) {
	for _, tt := range large {
		b.Run(tt.name, func(b *testing.B) {
			x, y := index(b, tt.make(0)), index(b, tt.make(1))
			b.ReportAllocs()
			for b.Loop() {
				introspect.Compare(x, y)
			}
		})
	}
}
