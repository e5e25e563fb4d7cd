package check_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/introspect"
)

var all = flag.Bool("all", false, "try all mutations of a document, not a sample of them")

// A mutation changes one thing in a document. It has the names that the one
// resulting difference must contain.
type mutation struct {
	kind     string
	words    []string
	apply    func(introspect.Document) introspect.Document
	from, to string // the types, if one is changed to another
}

// mutations returns all changes of one thing in one entry. pick chooses the new
// type of a reference.
func mutations(doc introspect.Document, at int, pick func(...string) string) (list []mutation) {
	add := func(kind string, change func(introspect.Entry), words ...string) {
		list = append(list, mutation{kind: kind, words: words, apply: func(d introspect.Document) introspect.Document {
			change(d[at])
			return d
		}})
	}
	change := func(kind, to string, ref func(introspect.Entry) *string, words ...string) {
		add(kind, func(e introspect.Entry) { *ref(e) = to }, words...)
		list[len(list)-1].from, list[len(list)-1].to = *ref(doc[at]), to
	}
	retype := func(kind string, ref func(introspect.Entry) *string, words ...string) {
		change(kind, pick(*ref(doc[at])), ref, words...)
	}
	retypeObject := func(kind string, ref func(introspect.Entry) *string, words ...string) {
		change(kind, pick(*ref(doc[at]), "object"), ref, words...)
	}
	featuresOf := func(of string, f func(introspect.Entry) *introspect.Features) {
		for i, name := range *f(doc[at]) {
			add("remove a feature of "+of, func(e introspect.Entry) { *f(e) = slices.Delete(slices.Clone(*f(e)), i, i+1) }, "'"+name+"'")
		}
		add("add a feature to "+of, func(e introspect.Entry) { *f(e) = append(slices.Clip(*f(e)), "brand-new") }, "'brand-new'")
	}
	remove := func(kind string) {
		list = append(list, mutation{kind: kind, apply: func(d introspect.Document) introspect.Document { return slices.Delete(d, at, at+1) }})
	}
	featuresOf("the entry", func(e introspect.Entry) *introspect.Features { return &e.Common().Features })
	switch e := doc[at].(type) {
	case *introspect.Command:
		remove("remove a command")
		add("flip allow-oob", func(e introspect.Entry) { c := e.(*introspect.Command); c.AllowOOB = !c.AllowOOB }, "allow-oob")
		retypeObject("change arg-type", func(e introspect.Entry) *string { return &e.(*introspect.Command).ArgType }, "arguments")
		retype("change ret-type", func(e introspect.Entry) *string { return &e.(*introspect.Command).RetType }, "return type")
	case *introspect.Event:
		remove("remove an event")
		retypeObject("change arg-type", func(e introspect.Entry) *string { return &e.(*introspect.Event).ArgType }, "arguments")
	case *introspect.Builtin:
		list = nil // a built-in type has no features
		add("change json-type", func(e introspect.Entry) {
			if b := e.(*introspect.Builtin); b.JSONType == introspect.JSONBoolean {
				b.JSONType = introspect.JSONString
			} else {
				b.JSONType = introspect.JSONBoolean
			}
		}, "JSON type")
	case *introspect.Array:
		retype("change element-type", func(e introspect.Entry) *string { return &e.(*introspect.Array).ElementType }, "elements")
	case *introspect.Alternate:
		for i := range e.Types {
			retype("change an alternative", func(e introspect.Entry) *string { return &e.(*introspect.Alternate).Types[i] }, "alternative")
			add("drop an alternative", func(e introspect.Entry) {
				a := e.(*introspect.Alternate)
				a.Types = slices.Delete(slices.Clone(a.Types), i, i+1)
			}, "alternative")
		}
	case *introspect.Enum:
		for i, v := range e.Members {
			name := "'" + v.Name + "'"
			without := func(e introspect.Entry) {
				m := e.(*introspect.Enum)
				m.Members = slices.Delete(slices.Clone(m.Members), i, i+1)
			}
			add("remove a value", without, "value "+name)
			add("remove a value from members alone", func(e introspect.Entry) {
				e.(*introspect.Enum).Values = valueNames(e)
				without(e)
			}, "value "+name)
			add("remove a value from values alone", func(e introspect.Entry) {
				e.(*introspect.Enum).Values = slices.Delete(valueNames(e), i, i+1)
			}, "value "+name)
			featuresOf("a value", func(e introspect.Entry) *introspect.Features { return &e.(*introspect.Enum).Members[i].Features })
		}
		add("add a value", func(e introspect.Entry) {
			m := e.(*introspect.Enum)
			m.Members = append(slices.Clip(m.Members), introspect.EnumMember{Name: "brand-new"})
		}, "value 'brand-new'")
	case *introspect.Object:
		list = append(list, objectMutations(e, at, pick)...)
	}
	return list
}

func valueNames(e introspect.Entry) []string {
	names := []string{}
	for _, v := range e.(*introspect.Enum).Members {
		names = append(names, v.Name)
	}
	return names
}

func objectMutations(o *introspect.Object, at int, pick func(...string) string) (list []mutation) {
	add := func(kind string, change func(*introspect.Object), words ...string) {
		list = append(list, mutation{kind: kind, words: words, apply: func(d introspect.Document) introspect.Document {
			change(d[at].(*introspect.Object))
			return d
		}})
	}
	for i, m := range o.Members {
		name := "'" + m.Name + "'"
		if m.Name != o.Tag { // a union is not sound without
			add("drop a member", func(o *introspect.Object) { o.Members = slices.Delete(slices.Clone(o.Members), i, i+1) }, name)
		}
		add("toggle optional", func(o *introspect.Object) {
			if o.Members[i].Optional() {
				o.Members[i].Default = nil
			} else {
				o.Members[i].Default = json.RawMessage("null")
			}
		}, name, "optional", "mandatory")
		to := pick(m.Type)
		add("change a member's type", func(o *introspect.Object) { o.Members[i].Type = to }, "type of", name)
		list[len(list)-1].from, list[len(list)-1].to = m.Type, to
		add("add a feature to a member", func(o *introspect.Object) {
			o.Members[i].Features = append(slices.Clip(o.Members[i].Features), "brand-new")
		}, "'brand-new'", name)
		for j, f := range m.Features {
			add("remove a feature of a member", func(o *introspect.Object) {
				o.Members[i].Features = slices.Delete(slices.Clone(o.Members[i].Features), j, j+1)
			}, name, "'"+f+"'")
		}
	}
	add("add a member", func(o *introspect.Object) {
		o.Members = append(slices.Clip(o.Members), introspect.Member{Name: "brand-new", Type: "str"})
	}, "'brand-new'")
	for i, v := range o.Variants {
		add("drop a variant", func(o *introspect.Object) { o.Variants = slices.Delete(slices.Clone(o.Variants), i, i+1) }, "branch '"+v.Case+"'")
		to := pick(v.Type, "object")
		add("change a variant", func(o *introspect.Object) { o.Variants[i].Type = to }, "type of branch '"+v.Case+"'")
		list[len(list)-1].from, list[len(list)-1].to = v.Type, to
	}
	return list
}

// A real server's reply with one change differs from its schema in just that,
// by name. If nothing else shows a changed part's condition, conditions explain
// the change unless they are passed. A change that no server can send is
// rejected.
func TestOneChangeIsOneDifference(t *testing.T) {
	schema := buildSchema(t, testqemu.Corpus(t, "7.2.0/qapi/qapi-schema.json"))
	text, err := os.ReadFile(testqemu.Corpus(t, "7.2.0/expected/query-qmp-schema.debian-amd64.json"))
	if err != nil {
		t.Fatal(err)
	}
	defined := readDefines(t, testqemu.Corpus(t, "7.2.0/expected/defines.debian-amd64.txt"))
	parse := func() introspect.Document {
		doc, err := introspect.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		return doc
	}
	doc := parse()
	named := gen.Introspection(schema, defined, true) // in the same order
	before := checkDocument(t, schema, doc, nil)
	random := rand.New(rand.NewPCG(1, 2))
	pick := func(not ...string) string {
		for {
			e, ok := doc[random.IntN(len(doc))].(introspect.Type)
			if ok && e.Common().Name != not[0] && (len(not) == 1 || e.MetaType() == introspect.MetaObject) {
				return e.Common().Name
			}
		}
	}
	count, explained, refused := map[string]int{}, 0, 0
	for at := range doc {
		subject := named[at].Common().Name
		subject = strings.TrimPrefix(subject, "q_obj_")
		subject = strings.TrimSuffix(subject, "-arg")
		subject = strings.Trim(subject, "[]")
		if subject == "q_empty" {
			continue
		}
		for _, m := range mutations(doc, at, pick) {
			if !*all && random.IntN(100) > 0 {
				continue
			}
			if m.to != "" && sameType(t, doc, m.from, m.to) {
				continue
			}
			if _, err := introspect.NewIndex(m.apply(parse())); err != nil {
				refused++
				continue
			}
			count[m.kind]++
			given := checkDocument(t, schema, m.apply(parse()), defined)
			if fault := isOne(given.Differences, subject, m.words); fault != "" {
				t.Errorf("%s of %s %v: %s\n%s", m.kind, subject, m.words, fault, render(t, given.Differences))
				continue
			}
			found := checkDocument(t, schema, m.apply(parse()), nil)
			switch {
			case len(found.Differences) == 0:
				explained++
				if slices.Equal(found.Conditions.Defined, before.Conditions.Defined) {
					t.Errorf("%s of %s %v: not found", m.kind, subject, m.words)
				}
			case render(t, found.Differences) != render(t, given.Differences):
				t.Errorf("%s of %s: with conditions given\n%sworked out\n%s", m.kind, subject, render(t, given.Differences), render(t, found.Differences))
			}
		}
	}
	t.Log(count, "explained by conditions:", explained, "refused, as no server can send them:", refused)
}

// sameType reports whether two types differ only in their names.
func sameType(t *testing.T, doc introspect.Document, one, other string) bool {
	t.Helper()
	returning := func(ret string) *introspect.Index {
		command := &introspect.Command{Info: introspect.Info{Name: "brand-new"}, ArgType: "0", RetType: ret}
		index, err := introspect.NewIndex(append(slices.Clip(doc), command))
		if err != nil {
			t.Fatal(err)
		}
		return index
	}
	return len(introspect.Compare(returning(one), returning(other))) == 0
}

func isOne(list diag.List, subject string, words []string) string {
	if len(list) != 1 {
		return fmt.Sprintf("%d differences", len(list))
	}
	for _, w := range append([]string{subject}, words...) {
		if !strings.Contains(list[0].Message, w) {
			return "not named " + w
		}
	}
	return ""
}
