package request

import (
	"slices"
	"strconv"
	"strings"

	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
)

// A Candidate is a word, or the start of one, that can stand where the cursor is.
type Candidate struct {
	// Text takes the place of the word that was typed.
	Text string
	Kind CandidateKind
	// Partial is true if the word goes on: a value or a key follows, and no
	// space.
	Partial bool
	// Type is a short text for the type of a member, or of a command's result.
	Type string
	// Mandatory is true if the member must be given.
	Mandatory bool
	// Features are those of the command, event, member or value, such as
	// "deprecated".
	Features introspect.Features
	// Doc is the first sentence of its description in the schema, in one line;
	// empty without.
	Doc string
}

// A CandidateKind says what a Candidate is.
type CandidateKind int

// The kinds of candidates.
const (
	CommandName CandidateKind = iota
	EventName
	MemberKey  // Text is KEY= or KEY.
	ElementKey // the same for an element of a list
	EnumValue  // Text is KEY=VALUE; the values of booleans, and null, have this kind too
)

// CompleteCommand returns the commands that start with typed, by name.
func (c *Commands) CompleteCommand(typed string) []Candidate {
	var list []Candidate
	for cmd := range introspect.All[*introspect.Command](c.index.Document()) {
		if strings.HasPrefix(cmd.Name, typed) {
			list = append(list, Candidate{
				Text: cmd.Name, Kind: CommandName, Type: c.result(cmd), Features: cmd.Features,
				Doc: c.summary(cmd.Name),
			})
		}
	}
	return byText(list)
}

// CompleteEvent returns the events that start with typed, by name.
func (c *Commands) CompleteEvent(typed string) []Candidate {
	var list []Candidate
	for e := range introspect.All[*introspect.Event](c.index.Document()) {
		if strings.HasPrefix(e.Name, typed) {
			list = append(list, Candidate{Text: e.Name, Kind: EventName, Features: e.Features, Doc: c.summary(e.Name)})
		}
	}
	return byText(list)
}

func byText(list []Candidate) []Candidate {
	slices.SortStableFunc(list, func(a, b Candidate) int { return strings.Compare(a.Text, b.Text) })
	return list
}

// Complete returns what the word typed of a command can become. The other words,
// before and after it, decide the branches of unions, and which members are left.
// Mandatory members come first; the rest is in the order of the introspection. It
// returns nil where nothing is known: after @ and :=, and for free text.
func (c *Commands) Complete(command string, others []string, typed string) []Candidate {
	cmd := c.index.Command(command)
	if cmd == nil || strings.HasPrefix(typed, filePrefix) {
		return nil
	}
	root, _ := parse(others, nil)
	w, isValue := cutWord(typed)
	if w.json && isValue {
		return nil
	}
	steps := SplitKey(w.key)
	if isValue {
		at, ok := c.follow(c.arguments(cmd), root, steps)
		if !ok {
			return nil
		}
		return startingWith(typed, c.valuesOf(at.typ, w.key+"="))
	}
	parent, ok := c.follow(c.arguments(cmd), root, steps[:len(steps)-1])
	if !ok {
		return nil
	}
	prefix := strings.TrimSuffix(w.key, steps[len(steps)-1])
	return startingWith(typed, c.keys(parent, prefix))
}

func startingWith(typed string, list []Candidate) []Candidate {
	return slices.DeleteFunc(list, func(c Candidate) bool { return !strings.HasPrefix(c.Text, typed) })
}

// A spot is a value among the arguments: its type, and what has been given of it.
type spot struct {
	typ  typ
	node *node
	decl *model.Member // the member that has the value; nil if unknown
}

// follow finds the value to which steps lead.
func (c *Commands) follow(t typ, n *node, steps []string) (spot, bool) {
	at := spot{typ: t, node: n}
	for _, step := range steps {
		next, ok := c.enter(at, step)
		if !ok {
			return spot{}, false
		}
		next.node = at.node.child(step)
		if next.node == nil {
			next.node = &node{kind: nodeKeys}
		}
		at = next
	}
	return at, true
}

// enter finds the type of a part of a value.
func (c *Commands) enter(at spot, step string) (spot, bool) {
	switch e := at.typ.wire.(type) {
	case *introspect.Object:
		if f := c.layout(at.typ, at.node).field(step); f != nil {
			return spot{typ: f.typ, decl: f.decl}, true
		}
	case *introspect.Array:
		if isIndex(step) {
			return spot{typ: c.element(at.typ, e)}, true
		}
	case *introspect.Alternate:
		for _, a := range c.alternatives(at.typ, e) {
			if next, ok := c.enter(spot{typ: a, node: at.node}, step); ok {
				return next, true
			}
		}
	}
	return spot{}, false
}

// keys returns the keys of the parts of a value.
func (c *Commands) keys(at spot, prefix string) []Candidate {
	switch e := at.typ.wire.(type) {
	case *introspect.Object:
		return c.memberKeys(at, prefix)
	case *introspect.Array:
		next := strconv.Itoa(len(at.node.members))
		list := c.keyForms(c.element(at.typ, e), Candidate{Text: prefix + next, Kind: ElementKey})
		for _, m := range at.node.members {
			if m.value.kind == nodeKeys { // it may get more members
				list = append(list, c.keyForms(c.element(at.typ, e), Candidate{Text: prefix + m.name, Kind: ElementKey})...)
			}
		}
		return list
	case *introspect.Alternate:
		var list []Candidate
		for _, a := range c.alternatives(at.typ, e) {
			list = append(list, c.keys(spot{typ: a, node: at.node}, prefix)...)
		}
		return list
	}
	return nil
}

func (c *Commands) memberKeys(at spot, prefix string) []Candidate {
	var mandatory, optional []Candidate
	for _, f := range c.layout(at.typ, at.node).fields {
		given := at.node.child(f.Name)
		if given != nil && given.kind != nodeKeys {
			continue
		}
		candidate := Candidate{
			Text: prefix + f.Name, Kind: MemberKey, Type: c.title(f.typ),
			Mandatory: !f.Optional(), Features: f.Features, Doc: c.memberSummary(f.decl),
		}
		if candidate.Mandatory && given == nil {
			mandatory = append(mandatory, c.keyForms(f.typ, candidate)...)
		} else {
			optional = append(optional, c.keyForms(f.typ, candidate)...)
		}
	}
	return append(mandatory, optional...)
}

// keyForms completes a key by what can follow it: "=" where a text can be the
// value, "." where the value has parts.
func (c *Commands) keyForms(t typ, key Candidate) []Candidate {
	key.Partial = true
	text, parts := c.forms(t)
	var list []Candidate
	for _, form := range []struct {
		possible bool
		sign     string
	}{{text, "="}, {parts, "."}} {
		if form.possible {
			k := key
			k.Text += form.sign
			list = append(list, k)
		}
	}
	return list
}

func (c *Commands) forms(t typ) (text, parts bool) {
	switch e := t.wire.(type) {
	case *introspect.Object, *introspect.Array:
		return false, true
	case *introspect.Alternate:
		for _, a := range c.alternatives(t, e) {
			withText, withParts := c.forms(a)
			text, parts = text || withText, parts || withParts
		}
		return text, parts
	default:
		return true, false
	}
}

// valuesOf returns the values of a type that has few.
func (c *Commands) valuesOf(t typ, prefix string) []Candidate {
	var list []Candidate
	switch e := t.wire.(type) {
	case *introspect.Enum:
		for _, m := range e.Members {
			list = append(list, Candidate{
				Text: prefix + m.Name, Kind: EnumValue, Features: m.Features, Doc: c.valueSummary(t.decl, m.Name),
			})
		}
	case *introspect.Builtin:
		switch e.JSONType {
		case introspect.JSONBoolean:
			list = append(list, Candidate{Text: prefix + "true", Kind: EnumValue}, Candidate{Text: prefix + "false", Kind: EnumValue})
		case introspect.JSONNull:
			list = append(list, Candidate{Text: prefix + "null", Kind: EnumValue})
		default:
			return nil
		}
	case *introspect.Alternate:
		for _, a := range c.alternatives(t, e) {
			list = append(list, c.valuesOf(a, prefix)...)
		}
	}
	return list
}
