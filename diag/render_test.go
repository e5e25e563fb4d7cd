package diag

import (
	"bytes"
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/testgolden"
)

// examples are diagnostics of all forms.
func examples() List {
	root := NewSource("root.json", []byte("# root\n{ 'include': 'sub,a:1%.json' }\n"), Pos{})
	middle := NewSource("sub,a:1%.json", []byte("\n\n{ 'include': 'leaf.json' }\n"), root.At(7))
	text := "{ 'struct': 'Foo',\n\t'data': {\t'é': 'x' },\x1b[31m\n" + strings.Repeat("x", 300) + "<here>" + strings.Repeat("y", 300) + "\n\nend"
	leaf := NewSource("leaf.json", []byte(text), middle.At(2))
	at := func(s string) (Pos, Pos) {
		i := strings.Index(text, s)
		return leaf.At(i), leaf.At(i + len(s))
	}
	var l List
	pos, end := at("'Foo'")
	l.Errorf(pos, end, "all there is").Within("struct 'Foo'").Note(root.At(2), "a note with a place").Note(Pos{}, "advice")
	pos, end = at("'é'")
	l.Errorf(pos, end, "behind tabs, 100%% of it")
	pos, _ = at("'x'")
	l.Errorf(pos, Pos{}, "one character").Severity = Warning
	_, end = at("<here>")
	l.Errorf(pos, end, "on to the next line")
	pos, end = at("<here>")
	l.Errorf(pos, end, "in a long line")
	blank, _ := at("end")
	l.Errorf(leaf.At(blank.Offset()-1), Pos{}, "in a blank line")
	l.Errorf(leaf.At(len(leaf.Text)-1), Pos{}, "at the end of the file")
	l.Errorf(root.At(0), root.At(6), "in the root")
	l.Errorf(Pos{}, Pos{}, "nowhere")
	return l
}

func TestRender(t *testing.T) {
	for _, format := range Formats() {
		t.Run(string(format), func(t *testing.T) {
			var got bytes.Buffer
			if err := Render(&got, examples(), format); err != nil {
				t.Fatal(err)
			}
			testgolden.File(t, filepath.Join("testdata", "render."+string(format)), got.String())
		})
	}
}

func TestGitHubMessageStaysOnItsLine(t *testing.T) {
	var l List
	l.Errorf(Pos{}, Pos{}, "a\r\nb")
	var got bytes.Buffer
	if err := Render(&got, l, GitHub); err != nil || got.String() != "::error::a%0D%0Ab\n" {
		t.Errorf("%q, %v", got.String(), err)
	}
}

func TestRenderNothing(t *testing.T) {
	for format, want := range map[Format]string{Text: "", JSON: "[]\n", GitHub: ""} {
		var got bytes.Buffer
		if err := Render(&got, nil, format); err != nil || got.String() != want {
			t.Errorf("%s: %q, %v; want %q", format, got.String(), err, want)
		}
	}
}

func TestRenderedJSONIsAnArrayOfAllDiagnostics(t *testing.T) {
	var buf bytes.Buffer
	if err := Render(&buf, examples(), JSON); err != nil {
		t.Fatal(err)
	}
	var got []struct{ Message string }
	if err := json.Unmarshal(buf.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if len(got) != len(examples()) {
		t.Errorf("%d of %d", len(got), len(examples()))
	}
}

func TestRenderPassesWriteErrorsOn(t *testing.T) {
	for _, format := range Formats() {
		if err := Render(brokenWriter{}, examples(), format); !errors.Is(err, errBroken) {
			t.Errorf("%s: %v", format, err)
		}
	}
}

var errBroken = errors.New("broken")

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

func TestParseFormat(t *testing.T) {
	for _, f := range Formats() {
		if got, err := ParseFormat(string(f)); err != nil || got != f {
			t.Errorf("%s: %s, %v", f, got, err)
		}
	}
	if _, err := ParseFormat("xml"); err == nil || !strings.Contains(err.Error(), "xml") {
		t.Errorf("xml: %v", err)
	}
	if err := Render(&bytes.Buffer{}, nil, "xml"); err == nil {
		t.Error("xml is rendered")
	}
}
