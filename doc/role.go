package doc

import "strings"

// interpreted reads interpreted text and hyperlinks: `text`, `text <target>`,
// :role:`text`, `text`_. The first back quote is at the offset at.
func (p *spanReader) interpreted(at int) int {
	inner := p.quoted(at + 1)
	if inner == "" {
		return 0
	}
	end := at + len(inner) + 2
	trailing := len(p.line[end:]) - len(strings.TrimLeft(p.line[end:], "_"))
	before, role := cutRole(p.line[p.done:at])
	start := p.done + len(before)
	return p.span(start, end+trailing-start, p.reference(role, inner, trailing > 0))
}

// quoted returns the text from start to the back quote that closes it, or "" if
// there is none: older schemas have `quotations' like this one.
func (p *spanReader) quoted(start int) string {
	if p.unclosed || strings.HasPrefix(p.line[start:], " ") {
		return ""
	}
	for end := start; end < len(p.line); end++ {
		if p.line[end] != '`' {
			continue
		}
		after := strings.TrimLeft(p.line[end+1:], "_")
		if isTight(p.line[start:end]) && (!startsWithName(after) || after[0] == '-') {
			return p.line[start:end]
		}
	}
	p.unclosed = true
	return ""
}

// cutRole splits a role (":doc:") off the text before interpreted text.
func cutRole(before string) (rest, role string) {
	if !strings.HasSuffix(before, ":") {
		return before, ""
	}
	start := strings.LastIndexByte(before, ' ') + 1
	for start < len(before) && before[start] != ':' {
		start++ // such as an opening parenthesis
	}
	if role = strings.Trim(before[start:], ":"); role == "" || len(role)+2 > len(before)-start {
		return before, ""
	}
	return before[:start], role
}

// reference returns the span of interpreted text with a role. Without a role
// the text may be a hyperlink.
func (p *spanReader) reference(role, inner string, hyperlink bool) Span {
	switch {
	case role == "math":
		return Span{Kind: Formula, Text: inner}
	case textRoles[role]:
		return Span{Kind: Role, Text: inner, Role: role}
	}
	title, target := cutTitle(inner)
	switch {
	case isURL(target):
		return Span{Kind: Link, Text: title, Target: target}
	case role == "" && hyperlink:
		return p.hyperlink(title, target)
	case role == "", strings.HasPrefix(role, "qapi:"):
		name := strings.TrimLeft(target, "~!.")
		if name == "" {
			return Span{Text: inner}
		}
		s := p.scope.symbol(name, false)
		if title != target {
			s.Text = title
		}
		return s
	case role == "doc":
		return Span{Kind: Document, Text: title, Target: target}
	case role == "ref":
		return Span{Kind: Section, Text: title, Target: target}
	default:
		return Span{Kind: Role, Text: title, Target: target, Role: role}
	}
}

// textRoles are the roles whose text is not a reference, so that "<" in it is
// text too.
var textRoles = map[string]bool{
	"code": true, "command": true, "dfn": true, "emphasis": true, "file": true, "guilabel": true, "kbd": true,
	"literal": true, "menuselection": true, "program": true, "samp": true, "strong": true, "sub": true,
	"subscript": true, "sup": true, "superscript": true, "title": true,
}

// hasScheme reports whether target looks like a URL of any scheme.
func hasScheme(target string) bool {
	scheme, _, ok := strings.Cut(target, ":")
	return ok && scheme != "" && nameLen(scheme) == len(scheme)
}

// cutTitle splits "title <target>". Without a title the target is the title.
func cutTitle(inner string) (title, target string) {
	title, target, ok := strings.Cut(inner, "<")
	target, closed := strings.CutSuffix(target, ">")
	title = strings.TrimSpace(title)
	switch {
	case !ok || !closed || target == "" || title == "" && !isURL(target):
		return inner, inner
	case title == "":
		return target, target
	}
	return title, target
}

// hyperlink returns the span of a reference to a link defined elsewhere in the
// text, to a mail address, to a definition, or to a section. A URL with a
// scheme that links may not have is text.
func (p *spanReader) hyperlink(title, target string) Span {
	if url := p.urls[strings.ToLower(strings.TrimRight(target, "_"))]; url != "" {
		return Span{Kind: Link, Text: title, Target: url}
	}
	if title != target && strings.Contains(target, "@") {
		return Span{Kind: Link, Text: title, Target: "mailto:" + target}
	}
	if s := p.scope.symbol(target, false); s.Def != nil {
		s.Text = title
		return s
	}
	if title != target && hasScheme(target) {
		return Span{Text: title + " (" + target + ")"}
	}
	return Span{Kind: Section, Text: title, Target: target}
}
