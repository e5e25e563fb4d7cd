package gen

import "strings"

// camel converts a QAPI name to CamelCase: "node-name" becomes NodeName,
// "BlockdevOptionsNbd" BlockdevOptionsNBD, "x86_64" X86_64. It keeps an
// underscore between two digits, so that "1-2" and "12" differ.
//
// The result is not empty, because a QAPI name has a letter or a digit. It may
// start with a digit; see exported.
func camel(name string) string {
	var b strings.Builder
	b.Grow(len(name))
	for piece := range strings.FieldsFuncSeq(name, isSeparator) {
		for piece != "" {
			n := wordLen(piece)
			appendWord(&b, piece[:n])
			piece = piece[n:]
		}
	}
	return b.String()
}

// GoName returns the exported Go name that a package gives to a name of QEMU, unless it
// is taken there or a names file chooses another. All that is no letter or digit
// separates words, so that "vout[0]" becomes Vout0. The name must have one of these.
func GoName(name string) string {
	return exported(camel(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, name)))
}

// camelUpper is camel for names in capitals, such as those of events.
func camelUpper(name string) string { return camel(strings.ToLower(name)) }

// exported puts an N before a name that starts with a digit, as that of the
// enum value "9p" does.
func exported(name string) string {
	if isDigit(name[0]) {
		return "N" + name
	}
	return name
}

func appendWord(b *strings.Builder, word string) {
	form := initialism(strings.ToLower(word))
	if form == "" {
		form = word
		if c := word[0]; c >= 'a' && c <= 'z' {
			form = string(c-'a'+'A') + word[1:]
		}
	}
	if so := b.String(); so != "" && isDigit(so[len(so)-1]) && isDigit(form[0]) {
		b.WriteByte('_')
	}
	b.WriteString(form)
}

// wordLen returns the length of the first word of s. A word ends before a
// capital that follows a small letter or digit ("node|Name"), and before the
// last of several capitals if a small letter follows ("NV|Me").
func wordLen(s string) int {
	for i := 1; i < len(s); i++ {
		if !isUpper(s[i]) {
			continue
		}
		if !isUpper(s[i-1]) || i+1 < len(s) && isLower(s[i+1]) {
			return i
		}
	}
	return len(s)
}

func isSeparator(r rune) bool { return r == '-' || r == '_' || r == '.' }
func isDigit(c byte) bool     { return '0' <= c && c <= '9' }
func isUpper(c byte) bool     { return 'A' <= c && c <= 'Z' }
func isLower(c byte) bool     { return 'a' <= c && c <= 'z' }
