package model

import (
	"regexp"
	"strings"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/parser"
)

// A nameStyle is the style of the names of a kind ("Naming rules and reserved names").
type nameStyle int

const (
	lowerCase nameStyle = iota // commands, members, values, features
	upperCase                  // events
	camelCase                  // types
)

// pragmas are the exceptions from rules that the schema lists.
type pragmas struct {
	commandNames, commandReturns, documentation, memberNames map[string]bool
}

func newPragmas(p *parser.Pragmas) pragmas {
	return pragmas{
		commandNames:   set(p.CommandNameExceptions),
		commandReturns: set(p.CommandReturnsExceptions),
		documentation:  set(p.DocumentationExceptions),
		memberNames:    set(p.MemberNameExceptions),
	}
}

func set(names []string) map[string]bool {
	s := make(map[string]bool, len(names))
	for _, n := range names {
		s[n] = true
	}
	return s
}

// definitionName checks the name of the definition being read.
func (r *reader) definitionName(k *kind, pos, end diag.Pos) {
	what := article(k.name)
	stem, ok := r.stem(r.name, pos, end, what)
	if !ok {
		return
	}
	for suffix, use := range map[string]string{"List": "an array", "Kind": "the enum of a simple union"} {
		if k.style == camelCase && strings.HasSuffix(r.name, suffix) && (suffix == "List" || !r.b.tree.Allows(edition.KindSuffix)) &&
			(isCamelCase(stem) || edition.FreeNames.In(r.b.tree.Edition)) {
			r.errorf(pos, end, "%s cannot be named '%s': the name of %s ends in '%s'", what, r.name, use, suffix)
		}
	}
	switch k.style {
	case lowerCase:
		if edition.FreeNames.In(r.b.tree.Edition) {
			return
		}
		r.lowerCase(r.name, stem, pos, end, what, false, r.b.pragmas.commandNames[r.name])
	case upperCase:
		if strings.ContainsFunc(stem, isLower) || strings.Contains(stem, "-") {
			r.styleErrorf(pos, end, "%s must be named in capitals, with '_' between words%s", what, restyled(r.name, stem, upperCase))
		}
	case camelCase:
		if !isCamelCase(stem) {
			hint := restyled(r.name, stem, camelCase)
			if hint == "" {
				hint = ", which has letters in lower case"
			}
			r.styleErrorf(pos, end, "%s must be named in CamelCase%s", what, hint)
		}
	}
}

// styleErrorf reports a name in a style that QEMU accepted up to 5.2.
func (r *reader) styleErrorf(pos, end diag.Pos, format string, args ...any) {
	tree := r.b.tree
	switch {
	case edition.FreeNames.In(tree.Edition):
	case tree.Allows(edition.FreeNames):
		d := r.b.diags.Errorf(pos, end, format, args...)
		d.Severity, d.In = diag.Warning, r.in
	default:
		r.advise(r.errorf(pos, end, format, args...), edition.FreeNames)
	}
}

// memberName checks the name of a member, value or feature. what describes it
// in messages.
func (r *reader) memberName(name string, pos, end diag.Pos, what string, permissive bool) {
	if stem, ok := r.stem(name, pos, end, what); ok {
		r.lowerCase(name, stem, pos, end, what, permissive, permissive)
	}
}

// lowerCase checks the style of a name in lower case. Capitals need an
// exception in every edition.
func (r *reader) lowerCase(name, stem string, pos, end diag.Pos, what string, upper, underscore bool) {
	const format = "%s must be named in lower case, with '-' between words%s"
	switch {
	case !upper && strings.ContainsFunc(stem, isUpper):
		r.errorf(pos, end, format, what, restyled(name, stem, lowerCase))
	case !underscore && strings.Contains(stem, "_"):
		r.styleErrorf(pos, end, format, what, restyled(name, stem, lowerCase))
	}
}

// stem removes the prefixes of a name: "__RFQDN_" of downstream extensions and
// "x-" of experimental ones. It reports invalid names.
func (r *reader) stem(name string, pos, end diag.Pos, what string) (stem string, ok bool) {
	stem, ok = splitName(name)
	if !ok {
		r.errorf(pos, end, "%s needs another name: one that starts with a letter, "+
			"and goes on with letters, digits, '-' and '_'", what)
		return "", false
	}
	if strings.HasPrefix(mangle(name), "q_") {
		r.errorf(pos, end, "%s needs another name: those starting with '%s' are reserved", what, name[:2])
		return "", false
	}
	return stem, true
}

// restyled proposes the words of a name's stem in the required style.
func restyled(name, stem string, style nameStyle) string {
	prefix := strings.TrimSuffix(name, stem)
	words := strings.FieldsFunc(stem, func(r rune) bool { return r == '-' || r == '_' })
	switch style {
	case lowerCase:
		stem = strings.ToLower(splitCamel.ReplaceAllString(strings.Join(words, "-"), "$1-$2"))
	case upperCase:
		stem = strings.ToUpper(splitCamel.ReplaceAllString(strings.Join(words, "_"), "${1}_$2"))
	case camelCase:
		stem = ""
		for _, w := range words {
			if !strings.ContainsFunc(w, isLower) {
				w = strings.ToLower(w)
			}
			stem += strings.ToUpper(w[:1]) + w[1:]
		}
	}
	if prefix+stem == name {
		return "" // the name has no such form
	}
	return "; did you mean '" + prefix + stem + "'?"
}

// splitCamel matches the boundary between two words of a name in CamelCase.
var splitCamel = regexp.MustCompile(`([a-z0-9])([A-Z])`)

// splitName returns a name without its prefixes. Their letters may be of either case.
func splitName(name string) (stem string, ok bool) {
	stem = name
	if rest, downstream := strings.CutPrefix(name, "__"); downstream {
		var domain string
		domain, stem, ok = strings.Cut(rest, "_")
		if !ok || domain == "" || strings.ContainsFunc(domain, func(r rune) bool {
			return !isAlnum(r) && r != '.' && r != '-'
		}) {
			return "", false
		}
	}
	if len(stem) > 2 && (stem[0] == 'x' || stem[0] == 'X') && stem[1] == '-' && isLetter(rune(stem[2])) {
		stem = stem[2:]
	}
	if stem == "" || !isLetter(rune(stem[0])) || strings.ContainsFunc(stem, func(r rune) bool {
		return !isAlnum(r) && r != '-' && r != '_'
	}) {
		return "", false
	}
	return stem, true
}

// isCamelCase reports whether a stem is in the style of types: a capital,
// followed by letters and digits, at least one of them in lower case.
func isCamelCase(stem string) bool {
	return isUpper(rune(stem[0])) && strings.ContainsFunc(stem, isLower) && !strings.ContainsAny(stem, "-_")
}

// isReserved reports whether a member's name is one that QEMU's generated C code needs.
func isReserved(name string) bool {
	c := mangle(name)
	return c == "u" || strings.HasPrefix(c, "has_")
}

// A use is the use of a name for a member, value, feature or alternative.
type use struct {
	what     string // one of these words
	name     string
	pos, end diag.Pos
}

func (u use) String() string { return u.what + " '" + u.name + "'" }

// names are the used names by their C identifiers.
type names map[string]use

// claim adds u to seen, or reports a clash in the definition h.
func (b *builder) claim(h *Header, seen names, u use) {
	c := mangle(u.name)
	prev, taken := seen[c]
	switch {
	case !taken:
		seen[c] = u
	case prev.name == u.name:
		b.errorf(h, u.pos, u.end, "%s is there twice", u).Note(prev.pos, "the other one is here")
	default:
		b.errorf(h, u.pos, u.end, "%s clashes with %s: both become '%s' in C", u, prev, c).
			Note(prev.pos, "%s is here", prev)
	}
}

// mangle returns the C identifier of a name. Two names with the same identifier
// clash. QEMU also changes C's keywords, but that causes no clashes.
func mangle(name string) string {
	if strings.IndexFunc(name, mustMangle) < 0 {
		return name
	}
	return strings.Map(func(r rune) rune {
		if mustMangle(r) {
			return '_'
		}
		return r
	}, name)
}

func mustMangle(r rune) bool { return !isAlnum(r) && r != '_' }
func isUpper(r rune) bool    { return 'A' <= r && r <= 'Z' }
func isLower(r rune) bool    { return 'a' <= r && r <= 'z' }
func isDigit(r rune) bool    { return '0' <= r && r <= '9' }
func isLetter(r rune) bool   { return isUpper(r) || isLower(r) }
func isAlnum(r rune) bool    { return isLetter(r) || isDigit(r) }
