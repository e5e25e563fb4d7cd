package diag

import (
	"fmt"
	"io"
	"strings"
)

// Workflow commands of GitHub Actions escape line ends and the escape character
// in messages. In properties they also escape the characters that end a
// property.
var (
	githubMessage  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// RenderGitHub writes a workflow command for each diagnostic. Notes become
// further lines of the message, because an annotation has only one place.
//
// GitHub finds files by their paths from the root of the workspace. The
// function path returns that path for the path by which the user reached a
// file. If it is nil, paths stay as they are. RenderGitHub returns the error of
// w.
func RenderGitHub(w io.Writer, list List, path func(string) string) error {
	if path == nil {
		path = func(p string) string { return p }
	}
	var b strings.Builder
	for i := range list {
		githubAnnotation(&b, &list[i], path)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func githubAnnotation(b *strings.Builder, d *Diagnostic, path func(string) string) {
	b.WriteString("::" + d.Severity.String())
	if p := d.Pos; p.IsValid() {
		fmt.Fprintf(b, " file=%s,line=%d", githubProperty.Replace(path(p.File())), p.Line())
		if d.End.src == p.src && d.End.off > p.off {
			fmt.Fprintf(b, ",endLine=%d", d.End.Line())
		}
		fmt.Fprintf(b, ",col=%d", p.Col())
		// Columns are for places on one line
		if d.End.src == p.src && d.End.off > p.off && d.End.Line() == p.Line() {
			fmt.Fprintf(b, ",endColumn=%d", d.End.Col())
		}
	}
	lines := []string{d.Message}
	if d.In != "" {
		lines = append(lines, "in "+d.In)
	}
	for _, n := range d.Notes {
		place := ""
		if p := n.Pos; p.IsValid() {
			place = fmt.Sprintf("%s:%d:%d: ", path(p.File()), p.Line(), p.Col())
		}
		lines = append(lines, place+"note: "+n.Message)
	}
	for _, p := range d.Pos.src.includers() {
		lines = append(lines, fmt.Sprintf("included from %s:%d", path(p.File()), p.Line()))
	}
	b.WriteString("::" + githubMessage.Replace(strings.Join(lines, "\n")) + "\n")
}
