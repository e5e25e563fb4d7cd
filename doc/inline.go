package doc

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A spanReader reads the inline markup of a line of text.
type spanReader struct {
	*textReader
	line string
	done int // end of the part of line that is in out
	out  []Span
	// unclosed is true if no back quote in the rest of the line can close
	// interpreted text. It prevents repeated searches.
	unclosed bool
}

// spans reads inline markup. Malformed markup is text.
func (t *textReader) spans(content string) []Span {
	p := spanReader{textReader: t, line: collapse(content)}
	for at := 0; at < len(p.line); {
		n := indexMark(p.line[at:])
		if n < 0 {
			break
		}
		if end := p.mark(at + n); end > 0 {
			at, p.done = end, end
		} else {
			at += n + 1
		}
	}
	p.add(Span{Text: p.line[p.done:]})
	return merged(p.out)
}

// marks are the characters that may start a span.
var marks = [utf8.RuneSelf]bool{'`': true, '@': true, '*': true, '|': true, '\\': true, '_': true, '[': true, ':': true}

// indexMark returns the offset of the first mark in s, or -1.
func indexMark(s string) int {
	for i := range len(s) {
		if c := s[i]; c < utf8.RuneSelf && marks[c] {
			return i
		}
	}
	return -1
}

// merged joins adjacent spans of kind Text.
func merged(spans []Span) []Span {
	out := spans[:0]
	for i := 0; i < len(spans); i++ {
		end := i + 1
		for spans[i].Kind == Text && end < len(spans) && spans[end].Kind == Text {
			end++
		}
		if end > i+1 {
			var b strings.Builder
			for _, s := range spans[i:end] {
				b.WriteString(s.Text)
			}
			spans[i].Text = b.String()
		}
		out = append(out, spans[i])
		i = end - 1
	}
	return out
}

// mark reads the span that starts with the mark at the offset at. It returns
// the span's end, or 0 if the mark is text.
func (p *spanReader) mark(at int) (end int) {
	rest := p.line[at:]
	// Inline markup starts neither within a word nor directly after other
	// markup (reStructuredText Markup Specification, "Inline markup recognition
	// rules").
	afterSpan := at > 0 && at == p.done
	open := !afterSpan && !endsInName(p.line[:at])
	switch c := rest[0]; {
	case c == '`' && (afterSpan || endsInWord(p.line[:at])):
	case strings.HasPrefix(rest, "``"):
		if literal, _, ok := strings.Cut(rest[2:], "``"); ok && strings.Trim(literal, " ") != "" {
			return p.span(at, len(literal)+4, Span{Kind: Code, Text: literal})
		}
	case c == '`':
		return p.interpreted(at)
	case c == '@' && open:
		return p.name(at)
	case c == '*' && open:
		return p.emphasis(at)
	case c == '_':
		return p.underscore(at, open)
	case c == '|' && open:
		if n := nameLen(rest[1:]); n > 0 && strings.HasPrefix(rest[1+n:], "|") && !startsWithName(rest[2+n:]) {
			return p.span(at, n+2, p.substitution(rest[1:1+n]))
		}
	case c == '[':
		label := rest[1 : 1+footnoteLabelLen(rest[1:])]
		if after, ok := strings.CutPrefix(rest[1+len(label):], "]_"); ok && label != "" && !startsWithName(after) {
			return p.span(at, len(label)+3, Span{Kind: FootnoteMark, Text: label, Target: label})
		}
	case c == ':' && strings.HasPrefix(rest, "://"):
		return p.url(at)
	case c == '\\' && len(rest) > 1 && strings.IndexByte("`@*|_\\", rest[1]) >= 0:
		return p.span(at, 2, Span{Text: rest[1:2]})
	}
	return 0
}

// span adds the text up to the offset at, and then s, which takes the next n
// bytes. It returns the end of s.
func (p *spanReader) span(at, n int, s Span) int {
	p.add(Span{Text: p.line[p.done:at]})
	p.add(s)
	return at + n
}

func (p *spanReader) add(s Span) {
	if s.Text != "" || s.Target != "" {
		p.out = append(p.out, s)
	}
}

// name reads a name of the schema after "@". Punctuation at its end is text.
func (p *spanReader) name(at int) int {
	name := p.line[at+1:]
	name = strings.TrimRight(name[:nameLen(name)], "-_.")
	if name == "" {
		return 0
	}
	return p.span(at, 1+len(name), p.scope.symbol(name, true))
}

// emphasis reads "*emphasis*" and "**strong text**". In the markup up to QEMU
// 5.1 the former was strong.
func (p *spanReader) emphasis(at int) int {
	rest := p.line[at:]
	mark := rest[:len(rest)-len(strings.TrimLeft(rest, "*"))]
	inner, after, ok := strings.Cut(rest[len(mark):], mark)
	if !ok || len(mark) > 2 || !isTight(inner) || startsWithName(after) {
		return 0
	}
	return p.span(at, len(inner)+2*len(mark), Span{Kind: Emphasis + SpanKind(len(mark)-1), Text: inner})
}

// underscore reads "_emphasis_", which is markup up to QEMU 5.1, and "name_", a
// reference to a link whose URL is elsewhere in the text.
func (p *spanReader) underscore(at int, open bool) int {
	rest := p.line[at+1:]
	if open {
		inner, after, ok := strings.Cut(rest, "_")
		if ok && isTight(inner) && startsWithName(inner) && !startsWithName(after) {
			return p.span(at, len(inner)+2, Span{Kind: Emphasis, Text: inner})
		}
		return 0
	}
	if len(p.urls) == 0 || startsWithName(rest) {
		return 0
	}
	before := p.line[p.done:at]
	name := before[len(strings.TrimRightFunc(before, func(r rune) bool { return r < utf8.RuneSelf && isNameByte(byte(r)) })):]
	url := p.urls[strings.ToLower(name)]
	if url == "" {
		return 0
	}
	return p.span(at-len(name), len(name)+1, Span{Kind: Link, Text: name, Target: url})
}

// substitution returns the span of "|name|".
func (p *spanReader) substitution(name string) Span {
	s := Span{Kind: Substitution, Text: name, Target: name}
	if by, ok := p.replacements[name]; ok {
		s.Text = collapse(by)
	}
	return s
}

// url reads a bare URL in the text. at is the offset of its "://".
func (p *spanReader) url(at int) int {
	before := p.line[p.done:at]
	scheme := before[len(strings.TrimRightFunc(before, func(r rune) bool { return r >= 'a' && r <= 'z' })):]
	if !schemes[scheme] || scheme == "mailto" {
		return 0
	}
	start := at - len(scheme)
	url := p.line[start:]
	if end := strings.IndexAny(url, " <>\"`"); end >= 0 {
		url = url[:end]
	}
	for {
		trimmed := strings.TrimRight(url, ".,;:!?'*_|")
		if strings.HasSuffix(trimmed, ")") && !strings.Contains(trimmed, "(") || strings.HasSuffix(trimmed, "]") && !strings.Contains(trimmed, "[") {
			trimmed = trimmed[:len(trimmed)-1]
		}
		if trimmed == url {
			break
		}
		url = trimmed
	}
	if len(url) <= len(scheme)+len("://") {
		return 0
	}
	return p.span(start, len(url), Span{Kind: Link, Text: url, Target: url})
}

// schemes are the URL schemes that links may have. Others may run code in a
// browser.
var schemes = map[string]bool{"http": true, "https": true, "ftp": true, "mailto": true}

// isURL reports whether a link may lead to target.
func isURL(target string) bool {
	scheme, rest, ok := strings.Cut(target, ":")
	return ok && schemes[strings.ToLower(scheme)] && rest != ""
}

// footnoteLabelLen returns the length of the footnote or citation label at the
// start of s.
func footnoteLabelLen(s string) int {
	switch {
	case strings.HasPrefix(s, "*"):
		return 1
	case strings.HasPrefix(s, "#"):
		return 1 + nameLen(s[1:])
	}
	return nameLen(s)
}

// collapse replaces each run of white space and control characters by a space.
func collapse(s string) string {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x7f || c == ' ' && (i == 0 || i == len(s)-1 || s[i+1] == ' ') {
			return words(s)
		}
	}
	return s
}

func words(s string) string {
	if isASCII(s) {
		return asciiWords(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for word := range strings.FieldsFuncSeq(s, isNoText) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(word)
	}
	return b.String()
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// asciiWords is words for ASCII, which most texts are.
func asciiWords(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		for i < len(s) && isASCIISpace(s[i]) {
			i++
		}
		start := i
		for i < len(s) && !isASCIISpace(s[i]) {
			i++
		}
		if i > start && b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(s[start:i])
	}
	return b.String()
}

// isASCIISpace is isNoText for ASCII.
func isASCIISpace(c byte) bool { return c <= ' ' || c == 0x7f }

// isNoText reports whether r is white space or a control character.
func isNoText(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\uFEFF'
}

// isTight reports whether s may be between marks: it is not empty and has no
// space at its ends.
func isTight(s string) bool { return s != "" && s[0] != ' ' && s[len(s)-1] != ' ' }

func isNameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_'
}

// isWordRune reports whether r is part of a word, in any language.
func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }

func startsWithName(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return isWordRune(r) || r == '-' || r == '_'
}

func endsInName(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return isWordRune(r) || r == '-' || r == '_'
}

func endsInWord(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return isWordRune(r)
}

// nameLen returns the length of the name at the start of s.
func nameLen(s string) int {
	n := 0
	for n < len(s) && (isNameByte(s[n]) || s[n] == '.' && n+1 < len(s) && isNameByte(s[n+1])) {
		n++
	}
	return n
}
