package doc

import "strings"

// admonitions are the directives for remarks, except "admonition" itself.
var admonitions = map[string]bool{
	"attention": true, "caution": true, "danger": true, "error": true, "hint": true, "important": true,
	"note": true, "seealso": true, "tip": true, "warning": true,
}

// directive reads a directive, given its argument and the content below it.
func (t *textReader) directive(name, arg string, content []string) []Block {
	options, body := directiveOptions(content)
	if admonitions[name] {
		return []Block{&Admonition{Kind: name, Blocks: t.blocks(withArgument(arg, body))}}
	}
	switch name {
	case "qmp-example":
		return []Block{t.example(arg, options, body)}
	case "versionadded", "versionchanged", "deprecated", "versionremoved":
		version, rest, _ := strings.Cut(arg, " ")
		return []Block{&Admonition{Kind: name, Title: t.spans(version), Blocks: t.blocks(withArgument(rest, body))}}
	case "admonition":
		return []Block{&Admonition{Kind: name, Title: t.spans(arg), Blocks: t.blocks(body)}}
	case "code", "code-block", "sourcecode":
		return []Block{&Literal{Language: arg, Lines: verbatim(body)}}
	case "literal", "parsed-literal":
		return []Block{&Literal{Lines: verbatim(withArgument(arg, body))}}
	case "math":
		return []Block{&Math{verbatim(withArgument(arg, body))}}
	case "rubric":
		return []Block{&Heading{Title: t.spans(arg)}}
	case "table":
		return []Block{t.table(t.spans(arg), body)}
	case "csv-table":
		return []Block{t.csvTable(t.spans(arg), options, body)}
	case "list-table":
		return []Block{t.listTable(t.spans(arg), options, body)}
	case "contents", "include", "index", "toctree":
		return []Block{&Directive{Name: name, Argument: arg, Options: options}}
	case "figure", "image":
		return []Block{&Directive{name, arg, options, t.blocks(body)}}
	default:
		return []Block{&Directive{name, arg, options, t.blocks(withArgument(arg, body))}}
	}
}

// withArgument returns the content of a directive that may start in the line of
// its name.
func withArgument(arg string, body []string) []string {
	if arg == "" {
		return body
	}
	return append([]string{arg}, body...)
}

// directiveOptions splits the content of a directive into the options (":title:
// ...") at its start and the rest.
func directiveOptions(content []string) (options []Option, rest []string) {
	for i, line := range content {
		trimmed, ok := strings.CutPrefix(line, ":")
		name, value, isOption := strings.Cut(trimmed, ":")
		if !ok || !isOption || name == "" || value != "" && value[0] != ' ' {
			return options, trimBlank(content[i:])
		}
		options = append(options, Option{collapse(name), collapse(value)})
	}
	return options, nil
}

// option returns the value of an option.
func option(options []Option, name string) (value string, ok bool) {
	for _, o := range options {
		if o.Name == name {
			return o.Value, true
		}
	}
	return "", false
}
