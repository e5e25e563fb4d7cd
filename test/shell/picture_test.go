//go:build unix

package shell

import (
	"fmt"
	"html"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/qapi-go/qapi-gen/internal/testgolden"
)

// picture is the one in the README.
var picture = filepath.Join("..", "..", "docs", "images", "shell.svg")

// aTime is what differs from one picture to the next.
var aTime = regexp.MustCompile(`\d\d:\d\d:\d\d\.\d{3}`)

func TestThePictureShowsTheShell(t *testing.T) {
	dir := t.TempDir()
	_, other, _ := startVMM(t, dir)
	schema, picture := absolute(t, schemaFile), absolute(t, picture)
	t.Chdir(dir)
	s := show(t, 92, 23, nil, qapigen, "shell", "--schema", schema, "./qmp")
	s.shows("qmp>")
	for _, typed := range []struct{ statement, reply string }{
		{"query-status", `"prelaunch"`},
		{"blockdev-add driver=null node-name=disk0 size=1048576", "\n{}"},
		{"blockdev-del nodename=disk1", "missing"},
	} {
		s.press(typed.statement, enter)
		s.prompt("qmp> ")
		// A reply that comes after the next statement says which one it is to.
		s.shows("qmp> "+typed.statement, typed.reply)
	}
	s.press("blockdev-add node-name=top driver=qcow2 file.driver=")
	execute(t, other, "balloon", map[string]any{"value": 4096})
	s.shows("BALLOON_CHANGE", "  x-blkreplay")
	s.press(tab, tab)
	s.prompt("qmp> blockdev-add node-name=top driver=qcow2 file.driver=qcow2")
	s.mu.Lock()
	got := draw(aTime.ReplaceAllString(s.emu.Render(), "14:02:36.118"), 92)
	s.mu.Unlock()
	testgolden.File(t, picture, got)
	if t.Failed() {
		t.Log(s.text())
	}
}

// absolute makes a path one that is valid in other folders.
func absolute(t *testing.T, path string) string {
	t.Helper()
	path, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// The size of a character, and of the border.
const (
	charWidth, charHeight = 8.4, 18
	border                = 12
)

// classes are the names of text attributes, by the numbers that select them (ECMA-48,
// "Select graphic rendition").
var classes = map[string]string{
	"1": "bold", "2": "dim", "3": "italic", "7": "inverse", "31": "red", "32": "green", "35": "magenta", "36": "cyan",
}

//nolint:misspell // CSS spells it so
const styles = `<style>
text { font: 14px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #24292f; white-space: pre }
.paper, .inverse { fill: #ffffff } .bar { fill: #24292f } .frame { fill: none; stroke: #d0d7de }
.bold { font-weight: bold } .dim { fill: #6e7781 } .italic { font-style: italic }
.red { fill: #cf222e } .green { fill: #116329 } .magenta { fill: #8250df } .cyan { fill: #0550ae }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 } .paper, .inverse { fill: #0d1117 } .bar { fill: #e6edf3 } .frame { stroke: #30363d }
.dim { fill: #8b949e } .red { fill: #ff7b72 } .green { fill: #7ee787 } .magenta { fill: #d2a8ff } .cyan { fill: #79c0ff }
}
</style>
`

// span is a stretch of text with the attributes that precede it.
var span = regexp.MustCompile(`\x1b\[([0-9;]*)m|[^\x1b]+`)

// draw makes an SVG of a screen. The attributes of its text are escape sequences.
func draw(screen string, width int) string {
	lines := strings.Split(strings.TrimRight(screen, "\r\n "), "\n")
	w, h := float64(width)*charWidth+2*border, len(lines)*charHeight+2*border
	var b strings.Builder
	fmt.Fprintf(&b, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %d\" width=\"%.0f\" height=\"%d\" role=\"img\">\n", w, h, w, h)
	b.WriteString("<title>qapi-gen shell: a prompt with a menu of values, and an event above it</title>\n" + styles)
	fmt.Fprintf(&b, "<rect class=\"paper\" width=\"%.0f\" height=\"%d\" rx=\"6\"/>\n", w, h)
	fmt.Fprintf(&b, "<rect class=\"frame\" x=\".5\" y=\".5\" width=\"%.0f\" height=\"%d\" rx=\"6\"/>\n", w-1, h-1)
	attributes := ""
	for row, line := range lines {
		column := 0
		for _, m := range span.FindAllStringSubmatch(strings.TrimRight(line, "\r "), -1) {
			if strings.HasPrefix(m[0], "\x1b") {
				attributes = next(attributes, m[1])
				continue
			}
			drawSpan(&b, m[0], attributes, column, row)
			column += utf8.RuneCountInString(m[0])
		}
	}
	return b.String() + "</svg>\n"
}

// next are the attributes after an escape sequence with some numbers.
func next(attributes, numbers string) string {
	for n := range strings.SplitSeq(numbers, ";") {
		switch n {
		case "", "0":
			attributes = ""
		case "39":
			attributes = regexp.MustCompile(`red|green|magenta|cyan`).ReplaceAllString(attributes, "")
		case "22":
			attributes = regexp.MustCompile(`bold|dim`).ReplaceAllString(attributes, "")
		default:
			attributes += " " + classes[n]
		}
	}
	return strings.Join(strings.Fields(attributes), " ")
}

func drawSpan(b *strings.Builder, text, attributes string, column, row int) {
	x, n := border+float64(column)*charWidth, float64(utf8.RuneCountInString(text))
	if strings.Contains(attributes, "inverse") {
		fmt.Fprintf(b, "<rect class=\"bar\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>\n", x, border+row*charHeight, n*charWidth, charHeight)
	}
	if strings.TrimSpace(text) == "" {
		return
	}
	if attributes != "" {
		attributes = fmt.Sprintf(" class=%q", attributes)
	}
	fmt.Fprintf(b, "<text x=\"%.1f\" y=\"%d\" textLength=\"%.1f\"%s>%s</text>\n",
		x, border+row*charHeight+13, n*charWidth, attributes, html.EscapeString(text))
}
