package qapi

import "math"

// maxDepth is how many arrays and objects may be nested: as many as QEMU's
// parser accepts.
const maxDepth = 1024

// A scanner reads one JSON document as RFC 8259 has it, strictly: valid UTF-8,
// no lone surrogates, no name twice in an object, maxDepth containers. Its
// methods return false after the first violation, which they note; the
// scanner is of no use then.
type scanner struct {
	data  []byte
	pos   int
	depth int
	// names is a stack with the member names of the objects that are being skipped.
	names [][]byte
	bad   violation
	// How many bytes were skipped unchecked; and, once those were too many, where
	// each array and object ends. See countUnchecked.
	uncheckedBytes int
	containers     containerEnds
}

// A violation is the first error of a document.
type violation struct {
	kind   DecodeErrorKind
	reason string // empty: none
	offset int
	name   string // the duplicate
}

// fail records an error at the current position and returns false.
func (s *scanner) fail(reason string) bool { return s.failAt(s.pos, reason) }

func (s *scanner) failAt(offset int, reason string) bool {
	if s.bad.reason == "" {
		if offset >= len(s.data) {
			offset, reason = len(s.data), "the document ends early"
		}
		s.bad = violation{kind: MalformedJSON, reason: reason, offset: offset}
	}
	return false
}

// next skips white space and returns the byte behind it, or 0 at the end;
// a NUL, which fits nowhere, may be taken for the end.
func (s *scanner) next() byte {
	if s.pos < len(s.data) && s.data[s.pos] > ' ' {
		return s.data[s.pos]
	}
	return s.nextBehindSpace()
}

func (s *scanner) nextBehindSpace() byte {
	for ; s.pos < len(s.data); s.pos++ {
		switch c := s.data[s.pos]; c {
		case ' ', '\t', '\n', '\r':
		default:
			return c
		}
	}
	return 0
}

// end demands that nothing but white space is left.
func (s *scanner) end() bool {
	if s.next(); s.pos < len(s.data) {
		return s.fail("something follows the value")
	}
	return true
}

// open goes into the array or object at the current position.
func (s *scanner) open() bool {
	if s.depth == maxDepth {
		return s.fail("arrays and objects are nested more than 1024 deep")
	}
	s.depth++
	s.pos++
	return true
}

// more goes to the next element of a container; first says that none was read
// yet. It returns false when there is none, having left the container, and
// after a violation: the caller tells them apart by ok.
func (s *scanner) more(first bool, closer byte) bool {
	c := s.next()
	switch {
	case c == closer:
		s.pos++
		s.depth--
		return false
	case first:
		return true
	case c == ',':
		s.pos++
		return true
	}
	return s.fail("expected a comma or the end of the array or object")
}

// ok reports whether no violation was met.
func (s *scanner) ok() bool { return s.bad.reason == "" }

// colon reads what stands between a member's name and value.
func (s *scanner) colon() bool {
	if s.pos < len(s.data) && s.data[s.pos] == ':' || s.next() == ':' {
		s.pos++
		return true
	}
	return s.fail("expected a colon behind the member's name")
}

// literal reads one of null, true and false.
func (s *scanner) literal(word string) bool {
	if len(s.data)-s.pos < len(word) || string(s.data[s.pos:s.pos+len(word)]) != word {
		i := 0
		for s.pos+i < len(s.data) && s.data[s.pos+i] == word[i] {
			i++
		}
		return s.failAt(s.pos+i, "expected "+word)
	}
	s.pos += len(word)
	return true
}

// number reads a number. It returns the token, and whether it is one of an
// integer: without fraction and exponent.
func (s *scanner) number() (token []byte, integer, ok bool) {
	data, start, i := s.data, s.pos, s.pos
	if i < len(data) && data[i] == '-' {
		i++
	}
	if i < len(data) && data[i] == '0' {
		i++
	} else if i = digits(data, i); i == start || data[i-1] == '-' {
		return nil, false, s.failAt(i, "expected a digit")
	}
	integer = true
	if i < len(data) && data[i] == '.' {
		integer = false
		fraction := i + 1
		if i = digits(data, fraction); i == fraction {
			return nil, false, s.failAt(i, "expected a digit")
		}
	}
	if i < len(data) && data[i]|0x20 == 'e' {
		integer = false
		exponent := i + 1
		if exponent < len(data) && (data[exponent] == '+' || data[exponent] == '-') {
			exponent++
		}
		if i = digits(data, exponent); i == exponent {
			return nil, false, s.failAt(i, "expected a digit")
		}
	}
	s.pos = i
	return data[start:i], integer, true
}

// digits returns the end of the run of digits at i.
func digits(data []byte, i int) int {
	for i < len(data) && data[i]-'0' <= 9 {
		i++
	}
	return i
}

// magnitude reads the digits of an integer's token without its sign;
// fits is false when they exceed 64 bits.
func magnitude(digits []byte) (m uint64, fits bool) {
	if len(digits) > 20 {
		return 0, false // the token has no leading zeros
	}
	for i, c := range digits {
		d := uint64(c - '0')
		if i >= 19 && (m > math.MaxUint64/10 || m*10 > math.MaxUint64-d) {
			return 0, false
		}
		m = m*10 + d
	}
	return m, true
}
