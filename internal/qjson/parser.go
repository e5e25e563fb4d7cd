package qjson

import "bytes"

// The Parser puts tokens together to messages, and checks their grammar as
// it goes. It ends a message as QEMU does: when the braces are as many as
// their closers and so are the brackets, or when closers of either sort are
// more. A mistake in grammar is reported at that end, a lexical one at once.

// A Message is a message in strict JSON without white space, or an error
// in place of one.
type Message struct {
	Text []byte
	// members are those of text when it is an object, in the order they
	// came. The list, but not what it refers to, is reused by the next feed.
	Members  []Member
	IsObject bool
	Err      *SyntaxError
	// charged is what the message has taken of the budget, to be given back
	// by whoever is done with it.
	Charged int
}

// A SyntaxError is why input is no message.
type SyntaxError struct{ Desc string }

// Error returns the description, which a server sends as it is.
func (e *SyntaxError) Error() string { return e.Desc }

// MessageLimits bound one message.
type MessageLimits struct {
	Bytes   int // of its tokens, white space not counted
	Tokens  int
	Nesting int // of objects and arrays
}

// A Budget is memory that several readers share.
type Budget interface {
	// Take takes n bytes, unless there are too few.
	Take(n int) bool
	// Give gives n bytes back.
	Give(n int)
}

// A Member is a member of a message. Its name is in strict JSON, without
// the quotes.
type Member struct{ Name, Value []byte }

// An expectation says which token is to come next.
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

// A jsonFrame is an object or an array that is still open.
type jsonFrame struct {
	object bool
	isKey  bool // it stands where a key should
	// keys is where in Parser.keys the object's own begin.
	keys int
	// seen has the object's keys when they are many.
	seen map[string]struct{}
	// value is where the value of the last key begins.
	value int
}

// manyKeys is how many keys of an object are compared one by one before they
// go into a map.
const manyKeys = 16

// A Parser is the state of a message that has not come in whole. Use
// NewParser.
type Parser struct {
	limits   MessageLimits
	budget   Budget
	charged  int // taken of the budget for the message
	lex      lexer
	braces   int
	brackets int
	tokens   int
	size     int // bytes of the tokens so far
	text     []byte
	frames   []jsonFrame
	keys     []span
	spans    []span // of the outermost members: name, value, name, value ...
	members  []Member
	expect   expectation
	fault    string // the first mistake in grammar
	last     int    // the length of the last message
}

// NewParser makes a Parser with these limits. The budget may be nil.
func NewParser(limits MessageLimits, budget Budget) *Parser {
	return &Parser{limits: limits, budget: budget}
}

// Feed takes input up to the end of a message, and says how much that was.
// Without such an end it takes all of input. A message's memory is its own.
func (a *Parser) Feed(input []byte) (m Message, n int, complete bool) {
	for n < len(input) {
		kind, text, used := a.lex.next(input[n:], a.limits.Bytes-a.size)
		n += used
		switch kind {
		case tokenNone:
			if !a.afford() {
				a.lex.skip()
				return a.abort(noMemory), n, true
			}
			return m, n, false
		case tokenStray:
			return a.abort("JSON parse error, stray '" + shownToken(text) + "'"), n, true
		}
		if refused := a.count(kind, len(text)); refused != "" {
			return a.abort(refused), n, true
		}
		if a.fault == "" {
			if a.text == nil {
				a.text = make([]byte, 0, a.sizeHint())
			}
			a.take(kind, text)
		}
		if (a.braces <= 0 && a.brackets <= 0) || a.braces < 0 || a.brackets < 0 {
			return a.finish(), n, true
		}
	}
	return m, n, false
}

// count checks the limits of a message, which hold for its tokens.
func (a *Parser) count(kind tokenKind, size int) (refused string) {
	switch kind {
	case tokenLeftBrace:
		a.braces++
	case tokenRightBrace:
		a.braces--
	case tokenLeftBracket:
		a.brackets++
	case tokenRightBracket:
		a.brackets--
	}
	a.tokens++
	switch {
	case kind == tokenTooLarge || a.size+size >= a.limits.Bytes:
		return "JSON token size limit exceeded"
	case a.tokens > a.limits.Tokens:
		return "JSON token count limit exceeded"
	case a.braces+a.brackets > a.limits.Nesting:
		return "JSON nesting depth limit exceeded"
	}
	a.size += size
	if !a.afford() {
		return noMemory
	}
	return ""
}

const (
	// messageAllowance is how much of a message does not count against the
	// budget, and how much is taken at a time then.
	messageAllowance = 64 << 10
	// tokenCost is what a token takes beside its bytes: keys are remembered.
	tokenCost = 32

	noMemory = "JSON message size limit exceeded: all clients together have sent too much that is not answered yet"
)

// afford takes what the message needs by now of the budget.
func (a *Parser) afford() bool {
	need := a.size + a.tokens*tokenCost + len(a.lex.partial)
	for need > a.charged+messageAllowance {
		if a.budget != nil && !a.budget.Take(messageAllowance) {
			return false
		}
		a.charged += messageAllowance
	}
	return true
}

// finish ends the message after its last token.
func (a *Parser) finish() Message {
	if a.fault == "" && a.expect != expectNothing {
		a.fault = "premature end of message"
	}
	if a.fault != "" {
		return a.abort("JSON parse error, " + a.fault)
	}
	m := Message{Text: a.text, IsObject: a.text[0] == '{', Charged: a.charged}
	a.charged = 0
	if m.IsObject {
		a.members = a.members[:0]
		for i := 0; i < len(a.spans); i += 2 {
			name, value := a.spans[i], a.spans[i+1]
			a.members = append(a.members, Member{
				Name:  m.Text[name.from:name.to:name.to],
				Value: m.Text[value.from:value.to:value.to],
			})
		}
		m.Members = a.members
	}
	a.reset()
	return m
}

// abort ends the message with an error and forgets the tokens so far.
func (a *Parser) abort(desc string) Message {
	a.Release()
	a.reset()
	return Message{Err: &SyntaxError{Desc: desc}}
}

// Release gives back what the message has of the budget.
func (a *Parser) Release() {
	if a.budget != nil {
		a.budget.Give(a.charged)
	}
	a.charged = 0
}

func (a *Parser) reset() {
	*a = Parser{
		limits: a.limits, budget: a.budget, lex: a.lex, last: len(a.text),
		frames: a.frames[:0], keys: a.keys[:0], spans: a.spans[:0], members: a.members,
	}
	if cap(a.keys) > MaxKeptBuffer/16 {
		a.keys, a.spans, a.members = nil, nil, nil
	}
}

// sizeHint is how much memory to start a message with: what the last took.
func (a *Parser) sizeHint() int { return min(max(a.last+a.last/4, 128), 4096) }

// shownToken is what an error shows of a token: up to a NUL, and not all of a
// long one.
func shownToken(text []byte) string {
	const most = 512
	text, _, _ = bytes.Cut(text, []byte{0})
	if len(text) > most {
		return string(text[:most]) + "..."
	}
	return string(text)
}

// take checks a token against what is expected.
func (a *Parser) take(kind tokenKind, text []byte) {
	switch a.expect {
	case expectColon:
		if kind != tokenColon {
			a.fault = "missing : in object pair"
			return
		}
		a.text = append(a.text, ':')
		a.frames[len(a.frames)-1].value = len(a.text)
		a.expect = expectValue
	case expectSeparator:
		a.separator(kind)
	case expectKey, expectKeyOrEnd:
		a.key(kind, text)
	default:
		if kind == tokenRightBracket && a.expect == expectValueOrEnd {
			a.close(']')
			return
		}
		a.value(kind, text, false)
	}
}

func (a *Parser) separator(kind tokenKind) {
	object := a.frames[len(a.frames)-1].object
	switch {
	case kind == tokenComma && object:
		a.text = append(a.text, ',')
		a.expect = expectKey
	case kind == tokenComma:
		a.text = append(a.text, ',')
		a.expect = expectValue
	case kind == tokenRightBrace && object:
		a.close('}')
	case kind == tokenRightBracket && !object:
		a.close(']')
	case object:
		a.fault = "expected separator in dict"
	default:
		a.fault = "expected separator in list"
	}
}

// key takes the token that a key starts with. A key that is not a string is
// an error, but one in the value that stands there comes before it.
func (a *Parser) key(kind tokenKind, text []byte) {
	if kind == tokenRightBrace && a.expect == expectKeyOrEnd {
		a.close('}')
		return
	}
	from := len(a.text)
	a.value(kind, text, true)
	if a.fault == "" && kind == tokenString {
		a.keys = append(a.keys, span{from + 1, len(a.text) - 1})
		a.expect = expectColon
	}
}

// value takes the token that a value starts with.
func (a *Parser) value(kind tokenKind, text []byte, isKey bool) {
	switch kind {
	case tokenLeftBrace, tokenLeftBracket:
		object := kind == tokenLeftBrace
		a.text = append(a.text, text...)
		a.frames = append(a.frames, jsonFrame{object: object, isKey: isKey, keys: len(a.keys)})
		a.expect = expectValueOrEnd
		if object {
			a.expect = expectKeyOrEnd
		}
		return
	case tokenString:
		a.text, a.fault = appendStrictString(a.text, text)
	case tokenInteger, tokenFloat:
		a.text = append(a.text, text...)
	case tokenWord:
		if w := string(text); w != "true" && w != "false" && w != "null" {
			a.fault = "invalid keyword '" + shownToken(text) + "'"
			return
		}
		a.text = append(a.text, text...)
	default:
		a.fault = "expecting value"
	}
	switch {
	case a.fault != "":
	case !isKey:
		a.valueDone()
	case kind != tokenString:
		a.fault = "key is not a string in object"
	}
}

// close ends the innermost object or array.
func (a *Parser) close(closer byte) {
	a.text = append(a.text, closer)
	frame := a.frames[len(a.frames)-1]
	a.frames = a.frames[:len(a.frames)-1]
	a.keys = a.keys[:frame.keys]
	if frame.isKey {
		a.fault = "key is not a string in object"
		return
	}
	a.valueDone()
}

// valueDone follows the end of a value that is not a key.
func (a *Parser) valueDone() {
	if len(a.frames) == 0 {
		a.expect = expectNothing
		return
	}
	a.expect = expectSeparator
	frame := &a.frames[len(a.frames)-1]
	if !frame.object {
		return
	}
	if a.isDuplicate(frame) {
		a.fault = "duplicate key"
		return
	}
	if len(a.frames) == 1 {
		a.spans = append(a.spans, a.keys[len(a.keys)-1], span{frame.value, len(a.text)})
	}
}

// isDuplicate reports whether an earlier key of the object equals its last.
func (a *Parser) isDuplicate(frame *jsonFrame) bool {
	keys := a.keys[frame.keys:]
	name := func(s span) []byte { return a.text[s.from:s.to] }
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
