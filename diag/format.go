package diag

import (
	"fmt"
	"io"
	"slices"
)

// A Format is an output format for diagnostics.
type Format string

// The formats.
const (
	Text   Format = "text"   // for people
	JSON   Format = "json"   // for programs: one array
	GitHub Format = "github" // for GitHub Actions: workflow commands, shown in the diff
)

// Formats returns all formats.
func Formats() []Format { return []Format{Text, JSON, GitHub} }

// ParseFormat returns the format of that name.
func ParseFormat(name string) (Format, error) {
	if f := Format(name); slices.Contains(Formats(), f) {
		return f, nil
	}
	return "", fmt.Errorf("unknown format %q: it is one of %v", name, Formats())
}

// Render writes list to w. It returns the error of w, or an error for an
// unknown format.
func Render(w io.Writer, list List, format Format) error {
	switch format {
	case Text:
		return renderText(w, list)
	case JSON:
		return renderJSON(w, list)
	case GitHub:
		return RenderGitHub(w, list, nil)
	default:
		_, err := ParseFormat(string(format))
		return err
	}
}
