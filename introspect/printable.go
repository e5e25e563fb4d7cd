package introspect

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// printable rejects names with characters that are not printable. QAPI names
// consist of letters, digits and a few signs. Programs that print a name rely
// on that: it must not control a terminal or start another line.
func (s *schemaInfo) printable() error {
	names := slices.Concat([]string{s.Name, s.ArgType, s.RetType, s.ElementType, s.Tag}, s.Features, s.Values)
	for _, m := range s.Members {
		names = append(append(names, m.Name, m.Type), m.Features...)
	}
	for _, v := range s.Variants {
		names = append(names, v.Case, v.Type)
	}
	for _, name := range names {
		if strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }) {
			return fmt.Errorf("the name %.100q has a character that is not printable", name)
		}
	}
	return nil
}
