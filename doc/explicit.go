package doc

import "strings"

// isExplicit reports whether line starts explicit markup in the sense of
// reStructuredText: a directive, footnote, target, substitution or comment.
func isExplicit(line string) bool { return line == ".." || strings.HasPrefix(line, ".. ") }

// explicit reads explicit markup. Comments and definitions of substitutions
// become no blocks.
func (t *textReader) explicit(r *lineReader) []Block {
	mark := collapse(r.lines[r.next][len(".."):])
	r.next++
	switch {
	case strings.HasPrefix(mark, "["):
		if label, first, ok := strings.Cut(mark[1:], "]"); ok {
			note := &Footnote{Label: label}
			t.footnotes = append(t.footnotes, note)
			note.Blocks = t.blocks(append([]string{strings.TrimSpace(first)}, r.indented()...))
			return []Block{note}
		}
	case strings.HasPrefix(mark, "_"):
		if name, url, ok := cutTarget(mark); ok {
			r.indented()
			if url != "" && !isURL(url) {
				return []Block{&Paragraph{t.spans(name + ": " + url)}}
			}
			return []Block{&Target{name, url}}
		}
	case strings.HasPrefix(mark, "|"):
		// See findNames.
	default:
		if name, arg, ok := cutDirective(mark); ok {
			return t.directive(name, arg, r.indented())
		}
	}
	r.indented()
	return nil
}

// cutDirective splits "NAME:: ARGUMENT". With a single colon it is a comment in
// reStructuredText. If NAME is a known directive, cutDirective accepts it
// nevertheless, because the text would be lost.
func cutDirective(mark string) (name, arg string, ok bool) {
	name, arg, ok = strings.Cut(mark, "::")
	if !ok {
		name, arg, ok = strings.Cut(mark, ":")
		ok = ok && (admonitions[name] || name == "qmp-example")
	}
	return name, strings.TrimSpace(arg), ok && name != "" && !strings.ContainsAny(name, " |")
}

// cutTarget splits "_NAME: URL". The URL is optional.
func cutTarget(mark string) (name, url string, ok bool) {
	mark = mark[len("_"):]
	if quoted, isQuoted := strings.CutPrefix(mark, "`"); isQuoted {
		name, url, ok = strings.Cut(quoted, "`:")
	} else if name, url, ok = strings.Cut(mark, ": "); !ok {
		name, ok = strings.CutSuffix(mark, ":")
	}
	return name, strings.TrimSpace(url), ok && name != ""
}

// findNames finds the names of links and substitutions that the text defines. A
// text may use them before it defines them.
func (t *textReader) findNames(lines []string) {
	for _, line := range lines {
		line = strings.TrimSpace(line)
		if !isExplicit(line) {
			continue
		}
		switch mark := collapse(line[len(".."):]); {
		case strings.HasPrefix(mark, "_"):
			if name, url, ok := cutTarget(mark); ok && isURL(url) {
				t.urls = with(t.urls, strings.ToLower(name), url)
			}
		case strings.HasPrefix(mark, "|"):
			name, definition, _ := strings.Cut(mark[1:], "|")
			if by, ok := strings.CutPrefix(strings.TrimSpace(definition), "replace::"); ok {
				t.replacements = with(t.replacements, name, strings.TrimSpace(by))
			}
		}
	}
}

func with(m map[string]string, key, value string) map[string]string {
	if m == nil {
		m = map[string]string{}
	}
	m[key] = value
	return m
}
