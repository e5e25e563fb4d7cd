package site_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/site"
)

// schemaFiles writes the files of a schema to a folder, and gives the path of main.json.
func schemaFiles(tb testing.TB, files map[string]string) string {
	tb.Helper()
	dir := tb.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			tb.Fatal(err)
		}
	}
	return filepath.Join(dir, "main.json")
}

func TestPathsOfPages(t *testing.T) {
	path := schemaFiles(t, map[string]string{
		"main.json": `{ 'include': 'sub/main.json' }
			{ 'struct': 'Con', 'data': {} }
			{ 'struct': 'Foo', 'data': {} }
			{ 'struct': 'FOO', 'data': {} }
			{ 'enum': 'foo', 'data': [] }
			{ 'struct': 'Bar', 'data': {} }
			{ 'command': 'bar' }
			{ 'command': '__com.redhat_bar' }`,
		"sub/main.json": `{ 'event': 'BAR' }`,
	})
	var paths []string
	for _, f := range build(t, load(t, path), site.Options{}) {
		paths = append(paths, f.Path)
	}
	want := []string{
		"command/__com.redhat_bar.html", "command/bar.html", "event/BAR.html", "index.html", "index.js",
		"module/main.html", "module/sub~main.html", "script.js", "style.css",
		"type/Bar.html", "type/FOO~2.html", "type/Foo.html", "type/foo~3.html", "type/~Con.html",
	}
	if diff := cmp.Diff(want, paths); diff != "" {
		t.Errorf("paths (-want +got):\n%s", diff)
	}
}

// Alternatives have no step in a path, so that what two of them have may have one path.
func TestPartsWithOnePathHaveTwoIDs(t *testing.T) {
	path := schemaFiles(t, map[string]string{"main.json": `{ 'struct': 'Disk', 'data': { 'name': 'str' } }
		{ 'alternate': 'Disks', 'data': { 'one': 'Disk', 'many': [ 'Disk' ] } }
		{ 'struct': 'Args', 'data': { 'disks': 'Disks' } }
		{ 'command': 'add', 'data': 'Args' }`})
	m := makeSite(t, path, site.Options{})
	checkLinks(t, m)
	page := m.pages["command/add.html"]
	for _, id := range []string{"arg-type/disks/=one", "arg-type/disks/=many", "arg-type/disks/name", "arg-type/disks/name~"} {
		if page.ids[id] == nil {
			t.Errorf("there is no %s", id)
		}
	}
}

func TestSameSchemaSameBytes(t *testing.T) {
	for _, single := range []bool{false, true} {
		s := load(t, vmm)
		first := build(t, s, site.Options{Single: single})
		if diff := cmp.Diff(first, build(t, load(t, vmm), site.Options{Single: single})); diff != "" {
			t.Errorf("two sites differ:\n%s", diff)
		}
	}
}

// Every file starts with the line by which its next writer knows it.
func TestFilesAreMarked(t *testing.T) {
	for _, single := range []bool{false, true} {
		for _, f := range build(t, load(t, vmm), site.Options{Single: single}) {
			if mark := site.Marks[filepath.Ext(f.Path)]; mark == "" || !bytes.HasPrefix(f.Content, []byte(mark+"\n")) {
				t.Errorf("%s has no mark", f.Path)
			}
		}
	}
}

// The index is a script that sets a variable to JSON.
func TestSearchIndex(t *testing.T) {
	m := makeSite(t, vmm, site.Options{})
	var index struct {
		Modules     []string
		Definitions []struct {
			Kind string  `json:"k"`
			Name string  `json:"n"`
			Page string  `json:"u"`
			Arg  *int    `json:"a"`
			Ret  *int    `json:"r"`
			Part [][]any `json:"p"`
		}
	}
	for _, f := range m.files {
		if f.Path != "index.js" {
			continue
		}
		_, text, _ := strings.Cut(string(f.Content), "window.qapiIndex = ")
		if err := json.Unmarshal([]byte(strings.TrimSuffix(text, ";\n")), &index); err != nil {
			t.Fatal(err)
		}
	}
	if len(index.Definitions) != len(m.schema.Definitions) || len(index.Modules) != len(m.schema.Modules) {
		t.Fatalf("it has %d definitions and %d modules", len(index.Definitions), len(index.Modules))
	}
	for _, d := range index.Definitions {
		page := m.pages[d.Page]
		if page == nil {
			t.Errorf("%s: there is no page %s", d.Name, d.Page)
			continue
		}
		prefix := ""
		if d.Kind == "command" || d.Kind == "event" {
			prefix = "arg-type/"
		}
		for _, p := range d.Part {
			if id := prefix + p[0].(string); page.ids[id] == nil {
				t.Errorf("%s has no %s", d.Page, id)
			}
		}
		for step, n := range map[string]*int{"arg-type": d.Arg, "ret-type": d.Ret} {
			if n != nil && !strings.Contains(textOf(page.ids[step].NextSibling.NextSibling), index.Definitions[*n].Name) {
				t.Errorf("%s: %s is not %s", d.Page, step, index.Definitions[*n].Name)
			}
		}
	}
}
