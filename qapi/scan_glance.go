package qapi

import "slices"

// glance passes over a value and checks nothing but where it ends: it is for
// looking ahead in what is going to be read with care afterwards. On a
// malformed document it ends anywhere.
func (s *scanner) glance() bool {
	switch kindOf(s.next()) {
	case kindString:
		return s.glanceString()
	case kindObject, kindArray:
		return s.glanceContainer()
	}
	for s.pos < len(s.data) {
		switch s.data[s.pos] {
		case ',', ']', '}', ' ', '\t', '\n', '\r':
			return true
		}
		s.pos++
	}
	return true
}

// glanceString passes over a string.
func (s *scanner) glanceString() bool {
	if s.pos < len(s.data) && s.data[s.pos] == '"' {
		for i := s.pos + 1; ; i++ {
			if i = plainRun(s.data, i); i >= len(s.data) {
				break
			}
			switch s.data[i] {
			case '"':
				s.pos = i + 1
				return true
			case '\\':
				i++
			}
		}
	}
	return s.fail("expected a string")
}

// glanceContainer passes over an array or object.
func (s *scanner) glanceContainer() bool {
	if s.landmarks.starts != nil {
		end := s.landmarks.end(s.pos)
		if end == 0 {
			return s.fail("an array or object does not end")
		}
		s.pos = end
		return true
	}
	start := s.pos
	for depth := 0; s.pos < len(s.data); {
		switch s.data[s.pos] {
		case '"':
			if !s.glanceString() {
				return false
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		s.pos++
		if depth == 0 {
			s.noteGlance(s.pos - start)
			return true
		}
	}
	return s.fail("an array or object does not end")
}

// noteGlance counts the bytes that were glanced at. Unions in unions whose
// discriminators come last are glanced at once a level, in time that grows
// with the square of the document: when that gets too much, one more glance
// at the whole document notes where everything ends.
func (s *scanner) noteGlance(length int) {
	if s.glanced += length; s.glanced <= 8*len(s.data) {
		return
	}
	all := scanner{data: s.data}
	var open []int // in starts
	for all.pos < len(all.data) {
		switch all.data[all.pos] {
		case '"':
			if !all.glanceString() {
				return
			}
			continue
		case '{', '[':
			open = append(open, len(s.landmarks.starts))
			s.landmarks.starts = append(s.landmarks.starts, all.pos)
			s.landmarks.ends = append(s.landmarks.ends, 0)
		case '}', ']':
			if len(open) == 0 {
				return
			}
			s.landmarks.ends[open[len(open)-1]] = all.pos + 1
			open = open[:len(open)-1]
		}
		all.pos++
	}
}

// landmarks are where the arrays and objects of a document start, in order,
// and end; 0 is unknown.
type landmarks struct {
	starts, ends []int
}

// end returns where the array or object ends that starts at start, or 0.
func (l *landmarks) end(start int) int {
	if i, ok := slices.BinarySearch(l.starts, start); ok {
		return l.ends[i]
	}
	return 0
}
