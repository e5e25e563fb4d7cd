package doc

import "strings"

// example reads a QMP example. The content is a literal unless it is annotated.
func (t *textReader) example(arg string, options []Option, body []string) Block {
	e := &Example{}
	if title, ok := option(options, "title"); ok {
		e.Title = t.spans(title)
	}
	body = withArgument(arg, body)
	if _, e.Annotated = option(options, "annotated"); e.Annotated {
		e.Blocks = t.blocks(body)
	} else if len(body) > 0 {
		e.Blocks = []Block{&Literal{Lines: verbatim(body)}}
	}
	return e
}

// exampleLiteral returns the literal of an example in the markup up to QEMU
// 9.0. Up to 5.1 its lines may be barred.
func exampleLiteral(lines []string) Block {
	lines = trimBlank(dedent(lines))
	if len(lines) > 0 && isBarred(lines[0]) {
		lines = unbarred(lines)
	}
	return &Literal{Lines: verbatim(lines)}
}

// A Part of a Literal is a message in it, or the lines between messages.
type Part struct {
	Kind PartKind
	// Lines are the part as written, including the arrow of a message.
	Lines []string
}

// PartKind is the kind of a Part.
type PartKind int

// The kinds of parts.
const (
	Remark   PartKind = iota // not a message
	Request                  // what a client sends, after "->"
	Response                 // what a server sends, after "<-": replies, events
)

// Message returns a message without its arrow. It should be JSON, but authors
// shorten messages and make mistakes. Message returns "" for a Remark.
func (p Part) Message() string {
	if p.Kind == Remark {
		return ""
	}
	return strings.TrimSpace(strings.TrimSpace(strings.Join(p.Lines, "\n"))[len("->"):])
}

// Messages returns the messages in blocks, in the order of the text.
func Messages(blocks []Block) []Part {
	var messages []Part
	for b := range All(blocks) {
		if l, ok := b.(*Literal); ok {
			for _, p := range l.Parts() {
				if p.Kind != Remark {
					messages = append(messages, p)
				}
			}
		}
	}
	return messages
}

// Parts splits a literal into messages and the lines between them.
func (l *Literal) Parts() []Part {
	var parts []Part
	for start := 0; start < len(l.Lines); {
		kind, end := Remark, start+1
		if isQMP(strings.TrimLeft(l.Lines[start], " \t")) {
			kind, end = messageKind(l.Lines[start]), messageEnd(l.Lines, start)
		}
		for kind == Remark && end < len(l.Lines) && !isQMP(strings.TrimLeft(l.Lines[end], " \t")) {
			end++
		}
		parts = append(parts, Part{kind, l.Lines[start:end]})
		start = end
	}
	return parts
}

// isQMP reports whether line starts a message in an example.
func isQMP(line string) bool {
	return strings.HasPrefix(line, "-> ") || strings.HasPrefix(line, "<- ")
}

func messageKind(line string) PartKind {
	if strings.HasPrefix(strings.TrimLeft(line, " \t"), "-> ") {
		return Request
	}
	return Response
}

// messageEnd returns the end of the message that starts in lines[start]. It
// ends before the next message, or where its brackets are closed and the next
// line is neither indented further nor starts with a closing bracket. If the
// author forgot to close brackets, it ends at a line that does not look like
// JSON.
func messageEnd(lines []string, start int) int {
	arrow := indentation(lines[start])
	depth := bracketDepth(lines[start])
	end := start + 1
	for i := end; i < len(lines); i++ {
		line := strings.TrimLeft(lines[i], " \t")
		switch {
		case isQMP(line):
			return end
		case line == "":
			continue
		case depth > 0 && continuesJSON(line):
		case i > end || indentation(lines[i]) < arrow: // after a blank line, or to the left
			return end
		case indentation(lines[i]) == arrow && line[0] != '}' && line[0] != ']':
			return end
		}
		depth += bracketDepth(line)
		end = i + 1
	}
	return end
}

// continuesJSON reports whether a line may be in the middle of a JSON value, or
// of one shortened with "...".
func continuesJSON(line string) bool {
	return strings.IndexByte("{}[]\",.-0123456789", line[0]) >= 0 && !isListItem(line) ||
		strings.HasPrefix(line, "true") || strings.HasPrefix(line, "false") || strings.HasPrefix(line, "null")
}

// isListItem reports whether line is an item such as "2. Then".
func isListItem(line string) bool { return listMarker(line) != "" && listMarker(line) != line }

// bracketDepth returns the number of brackets that a line opens minus those
// that it closes.
func bracketDepth(line string) int {
	depth, quoted := 0, false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{', c == '[':
			depth++
		case c == '}', c == ']':
			depth--
		}
	}
	return depth
}
