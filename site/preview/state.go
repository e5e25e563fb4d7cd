package preview

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the template and the script
	"encoding/hex"
	"html/template"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/qapi-go/qapi-gen/diag"
)

//go:embed reload.js
var reloadScript []byte

//go:embed frame.html
var frameText string

// frame has what is added to a page, and the page for what is not there.
var frame = template.Must(template.New("frame").Parse(frameText))

// The paths of what the server adds to a site. No page of a site starts with a dot.
const (
	scriptPath = "/.preview/reload.js"
	eventsPath = "/.preview/events"
)

// A state is a site as it is served for a while. It is immutable.
type state struct {
	files    map[string][]byte
	problems problems
	// version differs between states that differ, and does not between runs of
	// the program.
	version  string
	replaced chan struct{} // closed when another state is served
}

// problems are what a page shows of the diagnostics.
type problems struct {
	Text   string
	Errors bool
	// Stale is true if the site is older than the schema.
	Stale bool
}

func newState(files map[string][]byte, result Result) *state {
	var text strings.Builder
	_ = diag.Render(&text, result.Diagnostics, diag.Text) // a Builder takes everything
	s := &state{
		files:    files,
		problems: problems{text.String(), result.Diagnostics.HasErrors(), result.Files == nil && files != nil},
		replaced: make(chan struct{}),
	}
	sum := sha256.New()
	put := func(part []byte) {
		_, _ = sum.Write(strconv.AppendInt(nil, int64(len(part)), 10)) // a hash takes everything
		_, _ = sum.Write([]byte{' '})
		_, _ = sum.Write(part)
	}
	for _, path := range slices.Sorted(maps.Keys(files)) {
		put([]byte(path))
		put(files[path])
	}
	put([]byte(s.problems.Text))
	s.version = hex.EncodeToString(sum.Sum(nil)[:8])
	return s
}

// page is a page of the site with the problems on top, and with the script that
// reloads it.
func (s *state) page(content []byte) []byte {
	banner, script := s.render("banner"), s.render("script")
	top := 0
	if at := bytes.Index(content, []byte("<body")); at >= 0 {
		if end := bytes.IndexByte(content[at:], '>'); end >= 0 {
			top = at + end + 1
		}
	}
	bottom := bytes.LastIndex(content, []byte("</body>"))
	if bottom < top {
		bottom = len(content)
	}
	return slices.Concat(content[:top], banner, content[top:bottom], script, content[bottom:])
}

// render executes a template of the frame.
func (s *state) render(name string) []byte {
	var out bytes.Buffer
	err := frame.ExecuteTemplate(&out, name, struct {
		problems
		Version, Script, Events string
		Site                    bool
	}{s.problems, s.version, scriptPath, eventsPath, s.files != nil})
	if err != nil { // the templates are fixed, and take any text
		panic(err)
	}
	return out.Bytes()
}
