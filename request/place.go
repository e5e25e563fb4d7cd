package request

import "strings"

// A Place is the value or the key that is being typed.
type Place struct {
	// Path leads to the value, or to the object or list that the key is in. It
	// is empty for the arguments as a whole.
	Path string
	// Value is true if a value is being typed. Text is its beginning.
	Value bool
	Text  string
	// Member is the name of the member that has the value, without its path. For
	// an element it is the name of the member that has the list.
	Member string
	// Type is a short text for the type at Path.
	Type string
	// FreeText is true if the value can be any string, such as the name of a
	// block node or the id of a device.
	FreeText bool
	// Doc is the first sentence about the member in the schema; empty without.
	Doc string
}

// At describes the place where the word typed ends. It reports false if the
// command or the key is unknown. The other words are those of Complete.
func (c *Commands) At(command string, others []string, typed string) (Place, bool) {
	cmd := c.index.Command(command)
	if cmd == nil || strings.HasPrefix(typed, filePrefix) {
		return Place{}, false
	}
	root, _ := parse(others, nil)
	w, isValue := cutWord(typed)
	steps := SplitKey(w.key)
	if !isValue {
		steps = steps[:len(steps)-1]
	}
	at, ok := c.follow(c.arguments(cmd), root, steps)
	if !ok {
		return Place{}, false
	}
	p := Place{Path: strings.Join(steps, "."), Value: isValue, Type: c.title(at.typ), Doc: c.memberSummary(at.decl)}
	for i := len(steps) - 1; i >= 0 && p.Member == ""; i-- {
		if !isIndex(steps[i]) {
			p.Member = steps[i]
		}
	}
	if isValue {
		p.Text, p.FreeText = w.value, !w.json && c.takesString(at.typ)
	}
	return p, true
}

// takesString reports whether any text is a value of the type.
func (c *Commands) takesString(t typ) bool {
	b := &builder{c: c}
	b.value(t, &node{kind: nodeText, text: "any text"}, "")
	return len(b.problems) == 0 && !isAny(t.wire)
}
