package request

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	filePrefix = "@" // of a word that names a file
	stdin      = "-" // the word for standard input
)

// A ReadFile returns the content of the file that a word names, or of standard
// input for the name "-".
type ReadFile func(name string) ([]byte, error)

// A word is KEY=TEXT or KEY:=JSON, taken apart.
type word struct {
	key   string
	value string
	json  bool
}

// cutWord takes a word apart. It reports false if there is no "=".
func cutWord(text string) (word, bool) {
	key, value, found := strings.Cut(text, "=")
	key, json := strings.CutSuffix(key, ":")
	return word{key, value, json}, found
}

// A wordReader builds the tree of values that words give.
type wordReader struct {
	root *node
	read ReadFile
	problems
}

// parse builds the tree of words. The tree has what could be read even if there
// are problems.
func parse(words []string, read ReadFile) (*node, problems) {
	p := &wordReader{root: &node{kind: nodeKeys}, read: read}
	for _, w := range words {
		p.add(w)
	}
	return p.root, p.problems
}

func (p *wordReader) add(text string) {
	if name, ok := strings.CutPrefix(text, filePrefix); ok {
		p.addFile(name)
		return
	}
	if text == stdin {
		p.addFile(stdin)
		return
	}
	w, ok := cutWord(text)
	switch {
	case !ok && strings.HasPrefix(text, "{"):
		p.addf("", "'%s' is no argument: all arguments in one object come from @FILE, or with - from standard input", shortened(text))
		return
	case !ok:
		p.addf("", "'%s' is no argument: KEY=VALUE, KEY:=JSON, @FILE or - is expected", shortened(text))
		return
	case !utf8.ValidString(text):
		p.addf(strings.ToValidUTF8(w.key, "\uFFFD"), "the word is not valid UTF-8")
		return
	}
	value := &node{kind: nodeText, text: w.value}
	if w.json {
		var err error
		if value, err = parseJSON([]byte(w.value)); err != nil {
			p.addf(w.key, "%v", err)
			return
		}
	}
	p.insert(w.key, value)
}

// insert puts a value at the place of its key.
func (p *wordReader) insert(key string, value *node) {
	steps := SplitKey(key)
	if slices.Contains(steps, "") {
		p.addf("", "the key '%s' has an empty part", key)
		return
	}
	at := p.root
	for i, step := range steps[:len(steps)-1] {
		next := at.child(step)
		if next == nil {
			next = &node{kind: nodeKeys}
			at.members = append(at.members, member{step, next})
		}
		if next.kind != nodeKeys {
			p.addf(strings.Join(steps[:i+1], "."), "it has a value already, and '%s' is a part of it", key)
			return
		}
		at = next
	}
	last := steps[len(steps)-1]
	switch there := at.child(last); {
	case there == nil:
		at.members = append(at.members, member{last, value})
	case there.kind == nodeKeys:
		p.addf(key, "it is given twice: as a whole and by '%s'", join(key, there.members[0].name))
	default:
		p.addf(key, "it is given twice")
	}
}

// addFile adds the members of the object in a file.
func (p *wordReader) addFile(name string) {
	title := name
	if name == stdin {
		title = "standard input"
	}
	content, err := p.content(name)
	if err == nil {
		var object *node
		object, err = parseJSON(content)
		if err == nil && object.kind != nodeObject {
			err = fmt.Errorf("a JSON object with the arguments is expected, and not %s", object.described())
		}
		if err == nil {
			p.merge(object)
			return
		}
		err = fmt.Errorf("%s: %w", title, err)
	}
	p.addf("", "%v", err)
}

func (p *wordReader) content(name string) ([]byte, error) {
	switch {
	case p.read == nil:
		return nil, fmt.Errorf("no file can be read here")
	case name == "":
		return nil, fmt.Errorf("the name of the file is missing behind @")
	}
	return p.read(name)
}

func (p *wordReader) merge(object *node) {
	for _, m := range object.members {
		if p.root.child(m.name) != nil {
			p.addf(m.name, "it is given twice")
			continue
		}
		p.root.members = append(p.root.members, m)
	}
}
