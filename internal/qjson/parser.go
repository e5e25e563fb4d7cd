package qjson

import "bytes"

// The Parser assembles tokens into messages and checks their grammar. It ends a
// message where QEMU does: when braces and brackets are both balanced, or when
// there are more closing ones than opening ones of either kind. It reports a
// grammatical error at that end, a lexical error at once.

// A Message is a message in strict JSON without white space, or an error
// instead.
type Message struct {
	Text []byte
	// Members are the members of Text in order if it is an object. Feed reuses
	// the slice, but not the memory of the names and values.
	Members  []Member
	IsObject bool
	Err      *SyntaxError
	// Charged is the number of bytes that the message has taken from the
	// budget. The receiver of the message returns them.
	Charged int
}

// A SyntaxError describes why input is not a message.
type SyntaxError struct{ Desc string }

// Error returns the description, which a server sends unchanged.
func (e *SyntaxError) Error() string { return e.Desc }

// A Member is a member of a message. Its name is in strict JSON, without the
// quotes.
type Member struct{ Name, Value []byte }

// An expectation is the kind of token that must come next.
type expectation uint8

const (
	expectValue expectation = iota
	expectValueOrEnd
	expectKey
	expectKeyOrEnd
	expectColon
	expectSeparator
	expectNothing
)

type span struct{ from, to int }

// A jsonFrame is an open object or array.
type jsonFrame struct {
	object bool
	isKey  bool // it is in the place of a key
	// keys is the index in Parser.keys of the object's first key.
	keys int
	// seen has the object's keys if they are many.
	seen map[string]struct{}
	// value is the offset of the last key's value.
	value int
}

// manyKeys is the number of keys of an object up to which they are compared one
// by one. More keys go into a map.
const manyKeys = 16

// A Parser is the state of an incomplete message. Use NewParser.
type Parser struct {
	limits     MessageLimits
	budget     Budget
	charged    int // taken from the budget for the message
	lex        lexer
	braces     int
	brackets   int
	tokens     int
	size       int // bytes of the tokens so far
	text       []byte
	frames     []jsonFrame
	keys       []span
	spans      []span // of the outermost members: name, value, name, value ...
	members    []Member
	expect     expectation
	fault      string // the first grammatical error
	lastLength int    // the length of the last message
}

// NewParser returns a Parser with these limits. The budget may be nil.
func NewParser(limits MessageLimits, budget Budget) *Parser {
	fillLexTable.Do(lexTable.fill)
	return &Parser{limits: limits, budget: budget}
}

// Feed consumes input up to the end of a message, or all of it, and returns the
// number of bytes consumed. A message does not share memory with the input.
func (p *Parser) Feed(input []byte) (m Message, n int, complete bool) {
	for n < len(input) {
		kind, text, used := p.lex.next(input[n:], p.limits.Bytes-p.size)
		n += used
		switch kind {
		case tokenNone:
			if !p.chargeBudget(0) {
				p.lex.abandonToken()
				return p.abort(noMemory), n, true
			}
			return m, n, false
		case tokenStray:
			return p.abort("JSON parse error, stray '" + tokenForError(text) + "'"), n, true
		}
		if refused := p.count(kind, len(text)); refused != "" {
			return p.abort(refused), n, true
		}
		if p.fault == "" {
			if p.text == nil {
				p.text = make([]byte, 0, p.sizeHint())
			}
			p.checkToken(kind, text)
		}
		if (p.braces <= 0 && p.brackets <= 0) || p.braces < 0 || p.brackets < 0 {
			return p.finish(), n, true
		}
	}
	return m, n, false
}

// finish ends the message after its last token.
func (p *Parser) finish() Message {
	if p.fault == "" && p.expect != expectNothing {
		p.fault = "premature end of message"
	}
	if p.fault != "" {
		return p.abort("JSON parse error, " + p.fault)
	}
	p.settle()
	m := Message{Text: p.text, IsObject: p.text[0] == '{', Charged: p.charged}
	p.charged = 0
	if m.IsObject {
		p.members = p.members[:0]
		for i := 0; i < len(p.spans); i += 2 {
			name, value := p.spans[i], p.spans[i+1]
			p.members = append(p.members, Member{
				Name:  m.Text[name.from:name.to:name.to],
				Value: m.Text[value.from:value.to:value.to],
			})
		}
		m.Members = p.members
	}
	p.reset()
	return m
}

// abort ends the message with an error and forgets the tokens so far.
func (p *Parser) abort(desc string) Message {
	p.Release()
	p.reset()
	return Message{Err: &SyntaxError{Desc: desc}}
}

func (p *Parser) reset() {
	*p = Parser{
		limits: p.limits, budget: p.budget, lex: p.lex, lastLength: len(p.text),
		frames: p.frames[:0], keys: p.keys[:0], spans: p.spans[:0], members: p.members,
	}
	if cap(p.keys) > MaxKeptBuffer/16 {
		p.keys, p.spans, p.members = nil, nil, nil
	}
}

// sizeHint returns the initial size of a message's memory, based on the last
// message.
func (p *Parser) sizeHint() int { return min(max(p.lastLength+p.lastLength/4, 128), 4096) }

// tokenForError returns the part of a token that an error shows: up to the first
// NUL, and at most 512 bytes.
func tokenForError(text []byte) string {
	const most = 512
	text, _, _ = bytes.Cut(text, []byte{0})
	if len(text) > most {
		return string(text[:most]) + "..."
	}
	return string(text)
}

// checkToken checks a token against what the grammar expects, and appends it to
// the message.
func (p *Parser) checkToken(kind tokenKind, text []byte) {
	switch p.expect {
	case expectColon:
		if kind != tokenColon {
			p.fault = "missing : in object pair"
			return
		}
		p.text = append(p.text, ':')
		p.frames[len(p.frames)-1].value = len(p.text)
		p.expect = expectValue
	case expectSeparator:
		p.separator(kind)
	case expectKey, expectKeyOrEnd:
		p.key(kind, text)
	default:
		if kind == tokenRightBracket && p.expect == expectValueOrEnd {
			p.close(']')
			return
		}
		p.value(kind, text, false)
	}
}

func (p *Parser) separator(kind tokenKind) {
	object := p.frames[len(p.frames)-1].object
	switch {
	case kind == tokenComma && object:
		p.text = append(p.text, ',')
		p.expect = expectKey
	case kind == tokenComma:
		p.text = append(p.text, ',')
		p.expect = expectValue
	case kind == tokenRightBrace && object:
		p.close('}')
	case kind == tokenRightBracket && !object:
		p.close(']')
	case object:
		p.fault = "expected separator in dict"
	default:
		p.fault = "expected separator in list"
	}
}

// key processes the token that starts a key. A key that is not a string is an
// error, but an error inside that value comes first.
func (p *Parser) key(kind tokenKind, text []byte) {
	if kind == tokenRightBrace && p.expect == expectKeyOrEnd {
		p.close('}')
		return
	}
	from := len(p.text)
	p.value(kind, text, true)
	if p.fault == "" && kind == tokenString {
		p.keys = append(p.keys, span{from + 1, len(p.text) - 1})
		p.expect = expectColon
	}
}

// value processes the token that starts a value.
func (p *Parser) value(kind tokenKind, text []byte, isKey bool) {
	switch kind {
	case tokenLeftBrace, tokenLeftBracket:
		object := kind == tokenLeftBrace
		p.text = append(p.text, text...)
		p.frames = append(p.frames, jsonFrame{object: object, isKey: isKey, keys: len(p.keys)})
		p.expect = expectValueOrEnd
		if object {
			p.expect = expectKeyOrEnd
		}
		return
	case tokenString:
		p.text, p.fault = appendStrictString(p.text, text)
	case tokenInteger, tokenFloat:
		p.text = append(p.text, text...)
	case tokenWord:
		if w := string(text); w != "true" && w != "false" && w != "null" {
			p.fault = "invalid keyword '" + tokenForError(text) + "'"
			return
		}
		p.text = append(p.text, text...)
	default:
		p.fault = "expecting value"
	}
	switch {
	case p.fault != "":
	case !isKey:
		p.valueDone()
	case kind != tokenString:
		p.fault = "key is not a string in object"
	}
}

// close ends the innermost object or array.
func (p *Parser) close(closer byte) {
	p.text = append(p.text, closer)
	frame := p.frames[len(p.frames)-1]
	p.frames = p.frames[:len(p.frames)-1]
	p.keys = p.keys[:frame.keys]
	if frame.isKey {
		p.fault = "key is not a string in object"
		return
	}
	p.valueDone()
}

// valueDone updates the state after a value that is not a key.
func (p *Parser) valueDone() {
	if len(p.frames) == 0 {
		p.expect = expectNothing
		return
	}
	p.expect = expectSeparator
	frame := &p.frames[len(p.frames)-1]
	if !frame.object {
		return
	}
	if p.isDuplicate(frame) {
		p.fault = "duplicate key"
		return
	}
	if len(p.frames) == 1 {
		p.spans = append(p.spans, p.keys[len(p.keys)-1], span{frame.value, len(p.text)})
	}
}

// isDuplicate reports whether the object's last key equals an earlier one.
func (p *Parser) isDuplicate(frame *jsonFrame) bool {
	keys := p.keys[frame.keys:]
	name := func(s span) []byte { return p.text[s.from:s.to] }
	last := name(keys[len(keys)-1])
	if len(keys) <= manyKeys {
		for _, k := range keys[:len(keys)-1] {
			if bytes.Equal(name(k), last) {
				return true
			}
		}
		return false
	}
	if frame.seen == nil {
		frame.seen = make(map[string]struct{}, 2*manyKeys)
		for _, k := range keys[:len(keys)-1] {
			frame.seen[string(name(k))] = struct{}{}
		}
	}
	before := len(frame.seen)
	frame.seen[string(last)] = struct{}{}
	return len(frame.seen) == before
}
