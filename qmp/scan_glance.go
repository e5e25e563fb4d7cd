package qmp

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
			if depth--; depth == 0 {
				s.pos++
				return true
			}
		}
		s.pos++
	}
	return s.fail("")
}
