package qjson

// This file bounds messages: by limits for each message, and by a budget of
// memory for all messages together.

// MessageLimits bound one message.
type MessageLimits struct {
	Bytes   int // of its tokens, without white space
	Tokens  int
	Nesting int // of objects and arrays
}

// A Budget is memory that several readers share.
type Budget interface {
	// Take takes n bytes. It returns false and takes none if there are too few.
	Take(n int) bool
	// Give returns n bytes to the budget.
	Give(n int)
}

// count adds a token to the counts of the message and checks the limits.
func (p *Parser) count(kind tokenKind, size int) (refused string) {
	switch kind {
	case tokenLeftBrace:
		p.braces++
	case tokenRightBrace:
		p.braces--
	case tokenLeftBracket:
		p.brackets++
	case tokenRightBracket:
		p.brackets--
	}
	p.tokens++
	switch {
	case kind == tokenTooLarge || p.size+size >= p.limits.Bytes:
		return "JSON token size limit exceeded"
	case p.tokens > p.limits.Tokens:
		return "JSON token count limit exceeded"
	case p.braces+p.brackets > p.limits.Nesting:
		return "JSON nesting depth limit exceeded"
	}
	p.size += size
	if !p.chargeBudget(size) {
		return noMemory
	}
	return ""
}

const (
	// messageAllowance is the number of bytes of a message that do not count against
	// the budget. Beyond it, the budget is charged in steps of that size.
	messageAllowance = 64 << 10
	// tokenCost is the memory of a token in addition to its bytes: keys are stored.
	tokenCost = 32

	noMemory = "JSON message size limit exceeded: all clients together have sent too much that is not answered yet"
)

// chargeBudget takes the memory of the message so far from the budget, including the
// copies of a long token; token is the size of the next token. It reports whether the
// budget had enough.
func (p *Parser) chargeBudget(token int) bool {
	if token <= MaxKeptBuffer {
		token = 0
	}
	need := max(cap(p.text), p.size) + p.tokens*tokenCost + max(cap(p.lex.partial), token)
	for need > p.charged+messageAllowance {
		if p.budget != nil && !p.budget.Take(messageAllowance) {
			return false
		}
		p.charged += messageAllowance
	}
	return true
}

// settle gives memory back to the budget that a complete message no longer needs.
func (p *Parser) settle() {
	need := cap(p.text) + p.tokens*tokenCost
	for p.charged >= messageAllowance && need <= p.charged {
		if p.budget != nil {
			p.budget.Give(messageAllowance)
		}
		p.charged -= messageAllowance
	}
}

// Release gives the memory of the message back to the budget.
func (p *Parser) Release() {
	if p.budget != nil {
		p.budget.Give(p.charged)
	}
	p.charged = 0
}
