package qapi

// A tape is a document laid out as a list of its values and member names, in
// their order, so that a member can be found without reading others again.
type tape struct {
	scanner
	nodes []node
}

// A node is a value, or the name of the member whose value is the next node.
type node struct {
	kind       jsonKind
	start, end int // in the document; of a name, without its quotes
	next       int // the node behind the value and all that is in it
}

// read lays out the document; false means that it is malformed.
func (t *tape) read() bool { return t.readValue() && t.end() }

func (t *tape) readValue() bool {
	n := len(t.nodes)
	kind := kindOf(t.next())
	t.nodes = append(t.nodes, node{kind: kind, start: t.pos})
	var ok bool
	switch kind {
	case kindObject:
		ok = t.readObject()
	case kindArray:
		ok = t.readArray()
	default:
		ok = t.skip()
	}
	t.nodes[n].end, t.nodes[n].next = t.pos, len(t.nodes)
	return ok
}

func (t *tape) readArray() bool {
	if !t.open() {
		return false
	}
	for first := true; t.more(first, ']'); first = false {
		if !t.readValue() {
			return false
		}
	}
	return t.ok()
}

func (t *tape) readObject() bool {
	if !t.open() {
		return false
	}
	names := t.newNames()
	for first := true; t.more(first, '}'); first = false {
		t.next()
		start := t.pos
		if !t.memberName(&names) {
			return false
		}
		t.nodes = append(t.nodes, node{kind: kindString, start: start, next: len(t.nodes) + 1})
		if !t.readValue() {
			return false
		}
	}
	t.dropNames(&names)
	return t.ok()
}

// text returns the value of the string or name that node n is.
func (t *tape) text(n int) string {
	s := scanner{data: t.data, pos: t.nodes[n].start}
	value, _ := s.text()
	return string(value)
}

// token returns the document's text of node n.
func (t *tape) token(n int) []byte { return t.data[t.nodes[n].start:t.nodes[n].end] }
