package prompt

import (
	"strings"

	"github.com/qapi-go/qapi-gen/internal/shell"
	"github.com/qapi-go/qapi-gen/qmp"
)

// A style gives text its colours, if there are to be any. The colours are those of the
// terminal's own palette, which the user has chosen to be readable.
type style struct{ colour bool }

func (s style) sgr(code, text string) string {
	if !s.colour || text == "" {
		return text
	}
	// Each line has its colours to itself, since it may be printed without the others.
	return "\x1b[" + code + "m" + strings.ReplaceAll(text, "\n", "\x1b[m\n\x1b["+code+"m") + "\x1b[m"
}

func (s style) bold(text string) string    { return s.sgr("1", text) }
func (s style) dim(text string) string     { return s.sgr("2", text) }
func (s style) inverse(text string) string { return s.sgr("7", text) }
func (s style) remark(text string) string  { return s.sgr("2;3", text) }
func (s style) failure(text string) string { return s.sgr("31", "error:") + " " + text }

// event is an event in one line.
func (s style) event(ev qmp.Event) string {
	text := s.sgr("35", shell.Safe(ev.Name))
	if !ev.Time.IsZero() {
		text = s.dim(ev.Time.Local().Format("15:04:05.000")) + " " + text
	}
	if len(ev.Data) > 0 && string(ev.Data) != "{}" {
		text += " " + s.json(shell.SafeJSON(ev.Data, false))
	}
	return text
}

// json colours JSON: the names of members, and strings.
func (s style) json(text string) string {
	if !s.colour {
		return text
	}
	var b strings.Builder
	for text != "" {
		start := strings.IndexByte(text, '"')
		if start < 0 {
			b.WriteString(text)
			break
		}
		b.WriteString(text[:start])
		end := start + 1
		for end < len(text) && text[end] != '"' {
			if text[end] == '\\' {
				end++
			}
			end++
		}
		end = min(end+1, len(text))
		code := "32"
		if strings.HasPrefix(text[end:], ":") {
			code = "36"
		}
		b.WriteString(s.sgr(code, text[start:end]))
		text = text[end:]
	}
	return b.String()
}

// firstLine is the start of a statement.
func firstLine(text string) string {
	line, _, more := strings.Cut(text, "\n")
	if more {
		line += " ..."
	}
	return line
}
