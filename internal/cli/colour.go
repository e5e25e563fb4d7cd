package cli

import (
	"io"
	"regexp"

	"github.com/qapi-go/qapi-gen/internal/terminal"
)

// colours are the escape sequences for the severities.
var colours = map[string]string{"error": "\x1b[31m", "warning": "\x1b[33m", "note": "\x1b[34m", "notice": "\x1b[34m"}

// severityWord matches the severity at the start of a line of a report, after
// the place.
var severityWord = regexp.MustCompile(`(?m)^((?:    )?(?:[^\n]*?:\d+:\d+: )?)(error|warning|notice|note):`)

// Coloured returns w, or for a terminal with colours, a writer that colours
// severities.
func Coloured(w io.Writer) io.Writer {
	if !terminal.HasColours(w) {
		return w
	}
	return colourWriter{w}
}

// A colourWriter colours the severities in reports. Each Write must have whole
// lines, or the rest of a line.
type colourWriter struct{ io.Writer }

func (c colourWriter) Write(p []byte) (int, error) {
	text := severityWord.ReplaceAllFunc(p, func(match []byte) []byte {
		m := severityWord.FindSubmatch(match)
		return []byte(string(m[1]) + colours[string(m[2])] + string(m[2]) + "\x1b[0m:")
	})
	if _, err := c.Writer.Write(text); err != nil {
		return 0, err
	}
	return len(p), nil
}
