package qapi

import (
	"slices"

	"github.com/qapi-go/qapi-gen/internal/qjson"
)

// skipUnchecked skips a value without checking more than where it ends. It is for
// looking ahead in text that is read and checked afterwards. In a malformed
// document it may stop anywhere.
func (s *scanner) skipUnchecked() bool {
	switch kindOf(s.next()) {
	case kindString:
		return s.skipStringUnchecked()
	case kindObject, kindArray:
		return s.skipContainerUnchecked()
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

// skipStringUnchecked skips a string.
func (s *scanner) skipStringUnchecked() bool {
	if s.pos < len(s.data) && s.data[s.pos] == '"' {
		for i := s.pos + 1; ; i++ {
			if i = qjson.PlainRun(s.data, i); i >= len(s.data) {
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

// skipContainerUnchecked skips an array or object.
func (s *scanner) skipContainerUnchecked() bool {
	if s.containers.starts != nil {
		end := s.containers.end(s.pos)
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
			if !s.skipStringUnchecked() {
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
			s.countUnchecked(s.pos - start)
			return true
		}
	}
	return s.fail("an array or object does not end")
}

// countUnchecked counts the bytes that were skipped unchecked. Looking ahead in
// nested unions whose discriminators come last skips the same text once a level,
// which takes quadratic time. Beyond eight times the document's length, one pass
// over the whole document notes where each array and object ends.
func (s *scanner) countUnchecked(length int) {
	if s.uncheckedBytes += length; s.uncheckedBytes <= 8*len(s.data) {
		return
	}
	all := scanner{data: s.data}
	var open []int // in starts
	for all.pos < len(all.data) {
		switch all.data[all.pos] {
		case '"':
			if !all.skipStringUnchecked() {
				return
			}
			continue
		case '{', '[':
			open = append(open, len(s.containers.starts))
			s.containers.starts = append(s.containers.starts, all.pos)
			s.containers.ends = append(s.containers.ends, 0)
		case '}', ']':
			if len(open) == 0 {
				return
			}
			s.containers.ends[open[len(open)-1]] = all.pos + 1
			open = open[:len(open)-1]
		}
		all.pos++
	}
}

// containerEnds has the start of each array and object of a document, in order,
// and its end; 0 is unknown.
type containerEnds struct {
	starts, ends []int
}

// end returns where the array or object ends that starts at start, or 0.
func (l *containerEnds) end(start int) int {
	if i, ok := slices.BinarySearch(l.starts, start); ok {
		return l.ends[i]
	}
	return 0
}
