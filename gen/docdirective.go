package gen

import "strings"

// admonitions are the directives for remarks, with what they are called.
var admonitions = map[string]string{
	"attention": "Attention",
	"caution":   "Caution",
	"danger":    "Danger",
	"error":     "Error",
	"hint":      "Hint",
	"important": "Important",
	"note":      "Note",
	"seealso":   "See also",
	"tip":       "Tip",
	"warning":   "Warning",
}

// directive reads a directive (".. note:: ...") with its content, or a
// comment, which goes.
func (m *markup) directive(r *reader) []block {
	name, arg, ok := strings.Cut(strings.TrimSpace(strings.TrimPrefix(r.lines[r.next], "..")), "::")
	r.next++
	content := dedent(r.indented())
	if !ok || strings.ContainsAny(name, " |") {
		return nil
	}
	arg = strings.TrimSpace(arg)
	if title, ok := admonitions[name]; ok {
		return label(title, m.blocks(append([]string{arg}, content...)))
	}
	options, body := directiveOptions(content)
	switch name {
	case "qmp-example":
		return m.example(options, body)
	case "admonition":
		return label(m.inline(arg), m.blocks(body))
	case "code", "code-block", "literal", "parsed-literal", "sourcecode":
		return []block{code{clean(body)}}
	case "csv-table", "list-table", "table":
		blocks := []block{code{clean(body)}}
		if arg != "" {
			blocks = append([]block{paragraph{m.inline(arg) + ":"}}, blocks...)
		}
		return blocks
	case "contents", "figure", "image", "include", "index", "toctree":
		return nil // nothing that a comment could show
	default:
		return m.blocks(append([]string{arg}, body...))
	}
}

// example reads a QMP example, which is code unless it is annotated.
func (m *markup) example(options map[string]string, body []string) []block {
	title := "Example:"
	if t := options["title"]; t != "" {
		title = "Example: " + strings.TrimSuffix(m.inline(t), ":") + ":"
	}
	if _, annotated := options["annotated"]; annotated {
		return append([]block{paragraph{title}}, m.blocks(body)...)
	}
	return []block{paragraph{title}, code{clean(body)}}
}

// directiveOptions separates the options (":title: ...") at the start of a
// directive's content from the rest.
func directiveOptions(content []string) (options map[string]string, rest []string) {
	options = map[string]string{}
	for i, line := range content {
		trimmed, ok := strings.CutPrefix(line, ":")
		name, value, isOption := strings.Cut(trimmed, ":")
		if !ok || !isOption {
			return options, trimBlank(content[i:])
		}
		options[name] = strings.TrimSpace(value)
	}
	return options, nil
}
