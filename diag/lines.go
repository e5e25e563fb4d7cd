package diag

import (
	"bufio"
	"fmt"
	"io"
)

// RenderLines writes each diagnostic as Text does, but without the source line
// and the includes. It suits long lists that are read as a whole. It returns
// the error of w.
func RenderLines(w io.Writer, list List) error {
	buf := bufio.NewWriter(w)
	for i := range list {
		d := &list[i]
		_, _ = fmt.Fprintf(buf, "%s%s: %s\n", prefix(d.Pos), d.Severity, d.Message) // the buffer keeps errors
		for _, n := range d.Notes {
			_, _ = fmt.Fprintf(buf, "%s%snote: %s\n", margin, prefix(n.Pos), n.Message)
		}
	}
	return buf.Flush()
}
