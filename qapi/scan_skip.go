package qapi

import "bytes"

// skip reads a value of any kind and checks it.
func (s *scanner) skip() bool {
	switch kindOf(s.next()) {
	case kindString:
		_, _, ok := s.str()
		return ok
	case kindNumber:
		_, _, ok := s.number()
		return ok
	case kindObject:
		return s.skipObject()
	case kindArray:
		return s.skipArray()
	case kindNull:
		return s.literal("null")
	case kindBoolean:
		return s.boolean()
	}
	return s.fail("expected a value")
}

// boolean reads true or false.
func (s *scanner) boolean() bool {
	if s.data[s.pos] == 't' {
		return s.literal("true")
	}
	return s.literal("false")
}

func (s *scanner) skipArray() bool {
	if !s.open() {
		return false
	}
	for first := true; s.more(first, ']'); first = false {
		if !s.skip() {
			return false
		}
	}
	return s.ok()
}

func (s *scanner) skipObject() bool {
	if !s.open() {
		return false
	}
	names := s.newNames()
	for first := true; s.more(first, '}'); first = false {
		if !s.memberName(&names) || !s.skip() {
			return false
		}
	}
	s.dropNames(&names)
	return s.ok()
}

// memberName reads a member's name and the colon, and demands that the name
// is new in its object.
func (s *scanner) memberName(names *nameSet) bool {
	if s.next() != '"' {
		return s.fail("expected a member's name")
	}
	offset := s.pos
	name, ok := s.text()
	if !ok {
		return false
	}
	if !s.addName(names, name) {
		return s.duplicate(name, offset)
	}
	return s.colon()
}

// duplicate records that the object already has the member name, and returns false.
func (s *scanner) duplicate(name []byte, offset int) bool {
	if s.bad.reason == "" {
		s.bad = violation{DuplicateMember, "the member is there twice", offset, string(name)}
	}
	return false
}

// A nameSet holds the names of one object to find duplicates. It keeps few
// names in the scanner's slice and compares with each, and many in a map.
type nameSet struct {
	base int // where in scanner.names the set begins
	many map[string]struct{}
}

// fewNames is how many names are cheaper to compare with than to hash.
const fewNames = 16

func (s *scanner) newNames() nameSet { return nameSet{base: len(s.names)} }

func (s *scanner) dropNames(set *nameSet) { s.names = s.names[:set.base] }

// addName reports whether name was not in the set yet. It keeps name.
func (s *scanner) addName(set *nameSet, name []byte) bool {
	if set.many != nil {
		before := len(set.many)
		set.many[view(name)] = struct{}{}
		return len(set.many) > before
	}
	few := s.names[set.base:]
	for _, other := range few {
		if bytes.Equal(other, name) {
			return false
		}
	}
	s.names = append(s.names, name)
	if len(few)+1 > fewNames {
		set.many = make(map[string]struct{}, 4*fewNames)
		for _, name := range s.names[set.base:] {
			set.many[view(name)] = struct{}{}
		}
	}
	return true
}
