package model

import (
	"fmt"
	"strings"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/parser"
)

// A reader converts one expression to a definition, without looking at others.
// References to types stay unresolved.
type reader struct {
	b    *builder
	node *parser.Node
	kind string
	name string // empty if the expression has none
	in   string // for Diagnostic.In
	// failed is set by the first error.
	failed bool
}

// A kind is a kind of definition.
type kind struct {
	name  string // also the key that has the definition's name
	style nameStyle
	keys  keySet
	read  func(*reader, Header, *parser.Value) declarable
}

// kinds are in the order in which messages list them.
var kinds = []kind{
	{"enum", camelCase, keySet{
		required: []string{"enum", "data"},
		optional: []string{"if", "features", "prefix"},
	}, (*reader).enum},
	{"struct", camelCase, keySet{
		required: []string{"struct", "data"},
		optional: []string{"base", "if", "features"},
	}, (*reader).structType},
	{"union", camelCase, keySet{
		required: []string{"union", "base", "discriminator", "data"},
		optional: []string{"if", "features"},
	}, (*reader).union},
	{"alternate", camelCase, keySet{
		required: []string{"alternate", "data"},
		optional: []string{"if", "features"},
	}, (*reader).alternate},
	{"command", lowerCase, keySet{
		required: []string{"command"},
		optional: []string{
			"data", "returns", "boxed", "if", "features", "gen", "success-response",
			"allow-oob", "allow-preconfig", "coroutine",
		},
	}, (*reader).command},
	{"event", upperCase, keySet{
		required: []string{"event"},
		optional: []string{"data", "boxed", "if", "features"},
	}, (*reader).event},
}

// kindNames are the names of kinds, for messages.
var kindNames = []string{"enum", "struct", "union", "alternate", "command", "event"}

// definition reads the expression. The result is invalid if r.failed is set.
func (r *reader) definition() declarable {
	k, key := r.findKind()
	if k == nil {
		return nil
	}
	r.kind = k.name
	obj := r.node.Object
	h := Header{
		Pos: key.Value.Pos, End: key.Value.End, Start: obj.Pos,
		Module: r.b.modules[r.node.File],
	}
	if key.Value.Kind != parser.String {
		r.errorf(h.Pos, h.End, "%s must be named by a string", article(k.name))
		return nil
	}
	r.name = key.Value.Str
	r.in = fmt.Sprintf("%s '%s'", k.name, r.name)
	h.Name, h.in = r.name, r.in
	r.definitionName(k, h.Pos, h.End)
	// A faulty comment may lack sections because of its error.
	if doc := r.node.Doc; doc == nil || !doc.Faulty {
		h.Doc = doc
		r.checkDocFits(&h)
	}
	keys := k.keys
	if k.name == "union" {
		keys = r.unionKeys(obj, keys)
	}
	if !r.checkKeys(obj, article(k.name), keys) {
		if k.name == "union" {
			r.adviseSimpleUnion(obj)
		}
		return nil
	}
	h.If = r.cond(obj, article(k.name))
	h.Features = r.featureList(obj, definitionFeatures(k.name))
	return k.read(r, h, obj)
}

// findKind returns the kind of definition and the key that determines it.
func (r *reader) findKind() (*kind, *parser.Member) {
	obj := r.node.Object
	var found *kind
	var key *parser.Member
	for i := range obj.Members {
		m := &obj.Members[i]
		k := kindNamed(m.Key)
		switch {
		case k == nil:
		case found != nil:
			r.errorf(m.Pos, m.End, "a definition cannot be %s and %s at once",
				article(found.name), article(k.name))
			return nil, nil
		default:
			found, key = k, m
		}
	}
	if found == nil {
		r.noKind(obj)
	}
	return found, key
}

// noKind reports an expression that defines nothing.
func (r *reader) noKind(obj *parser.Value) {
	for _, m := range obj.Members {
		if meant := r.b.meantKind(m.Key); meant != "" {
			r.errorf(m.Pos, m.End, "'%s' is no kind of definition%s", m.Key, diag.DidYouMean(meant)).Rewrite("'" + meant + "'")
			return
		}
	}
	r.errorf(obj.Pos, diag.Pos{}, "this is no definition: it has none of the keys %s", quotedList(kindNames))
}

func kindNamed(key string) *kind {
	for i := range kinds {
		if kinds[i].name == key {
			return &kinds[i]
		}
	}
	return nil
}

// errorf reports an error in the definition being read.
func (r *reader) errorf(pos, end diag.Pos, format string, args ...any) *diag.Diagnostic {
	r.failed = true
	d := r.b.diags.Errorf(pos, end, format, args...)
	d.In = r.in
	return d
}

// valueErrorf reports an error about a whole value. Of an object or array it
// marks only the opening bracket.
func (r *reader) valueErrorf(v *parser.Value, format string, args ...any) *diag.Diagnostic {
	end := v.End
	if v.Kind == parser.Object || v.Kind == parser.Array {
		end = diag.Pos{}
	}
	return r.errorf(v.Pos, end, format, args...)
}

// advise adds a note that names the editions with the construct c.
func (r *reader) advise(d *diag.Diagnostic, c edition.Construct) {
	d.Note(diag.Pos{}, "%s", c.Advice())
}

// requires reports the key at if the schema's edition does not have the
// construct c, to which the key belongs.
func (r *reader) requires(c edition.Construct, at *parser.Member) {
	if !r.b.tree.Allows(c) {
		r.advise(r.errorf(at.Pos, at.End, "'%s' is not allowed here in QEMU %s", at.Key, r.b.tree.Edition), c)
	}
}

// article puts "a" or "an" before a word.
func article(word string) string {
	if strings.ContainsRune("aeio", rune(word[0])) {
		return "an " + word
	}
	return "a " + word
}

// quotedList joins words as in "'a', 'b' and 'c'".
func quotedList(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = "'" + w + "'"
	}
	if n := len(quoted); n > 1 {
		return strings.Join(quoted[:n-1], ", ") + " and " + quoted[n-1]
	}
	return strings.Join(quoted, "")
}
