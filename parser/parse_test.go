package parser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// parseText parses a schema of one file.
func parseText(text string, rules edition.Edition) (*Tree, diag.List) {
	read := func(string) ([]byte, error) { return []byte(text), nil }
	return Parse("schema.json", Options{ReadFile: read, Edition: rules})
}

func TestLineEndsOfOtherSystems(t *testing.T) {
	for name, text := range map[string]string{
		"CR LF": "##\r\n# @S:\r\n#\r\n# text\r\n##\r\n{ 'struct':\r\n  'S' }\r\n",
		"CR":    "##\r# @S:\r#\r# text\r##\r{ 'struct':\r  'S' }\r",
		"none":  "##\n# @S:\n#\n# text\n##\n{ 'struct':\n  'S' }",
	} {
		t.Run(name, func(t *testing.T) {
			tree, diags := parseText(text, edition.Latest)
			if diags != nil {
				t.Fatal(diags)
			}
			n := tree.Nodes[0]
			if got := n.Object.Get("struct").Value.Pos.Line(); got != 7 {
				t.Errorf("name is on line %d, want 7", got)
			}
			if got := n.Doc.Sections[0].Text; got != "text" {
				t.Errorf("documentation is %q", got)
			}
		})
	}
}

func TestUnusualTexts(t *testing.T) {
	tests := map[string]struct {
		text string
		line int
		want string // in the message of the one error
	}{
		"byte order mark":     {"\ufeff{ 'struct': 'S' }", 1, "stray"},
		"NUL":                 {"{\n'a': \x00 }", 2, "stray"},
		"not UTF-8":           {"# caf\xe9\n{ 'struct' }", 1, "UTF-8"},
		"surrogate":           {"\n# \xed\xa0\x80", 2, "UTF-8"},
		"deep nesting":        {"{ 'a':\n" + strings.Repeat("[", 1<<20), 2, "nests deeper"},
		"end without newline": {"{ 'a': 'b'", 1, "the end of the file"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, diags := parseText(tt.text, edition.Latest)
			if len(diags) != 1 || diags[0].Pos.Line() != tt.line || !strings.Contains(diags[0].Message, tt.want) {
				t.Errorf("got %v", diags)
			}
		})
	}
}

func TestDepthThatQEMUManagesIsFine(t *testing.T) {
	const depth = 500
	text := "{ 'a': " + strings.Repeat("[", depth) + strings.Repeat("]", depth) + " }"
	if _, diags := parseText(text, edition.Latest); diags != nil {
		t.Error(diags)
	}
}

func TestManyMembersStayInOrderAndUnique(t *testing.T) {
	var b strings.Builder
	b.WriteString("{ 'first': 'x'")
	for i := range 2 * smallObject {
		b.WriteString(", '" + strings.Repeat("k", i+1) + "': 'x'")
	}
	b.WriteString(", 'first': 'y', 'kk': 'y' }")
	tree, diags := parseText(b.String(), edition.Latest)
	if len(diags) != 2 {
		t.Errorf("want two duplicates, got %v", diags)
	}
	members := tree.Nodes[0].Object.Members
	if len(members) != 2*smallObject+1 || members[0].Key != "first" || members[3].Key != "kkk" {
		t.Errorf("members are %v", members)
	}
}

func TestErrorsOfARunAreBounded(t *testing.T) {
	_, diags := parseText(strings.Repeat("{ 'pragma': [] } ", 1005), edition.Latest)
	last := diags[len(diags)-1]
	if len(diags) != 1001 || !strings.Contains(last.Message, "5 more") {
		t.Errorf("%d errors, the last is %q", len(diags), last.Message)
	}
}

func TestATreeIsWholeWhateverIsWrongWithItsComments(t *testing.T) {
	for text, want := range map[string]bool{
		"{ 'struct': 'S' }":                             true,
		"##\n# @S:\n# One. Two.\n##\n{ 'struct': 'S' }": true,
		"##\n# @S\n#\n# Since:\n##\n{ 'struct': 'S' }":  true,
		"##\n# text\n##\n{ 'struct': 'S' }":             true,
		"##\n# @S:\n##":                                 true,
		"##\n# @S:\n":                                   false,
		"##\n# @S:\n## S":                               false,
		"{ 'struct': 'S'":                               false,
		"{ 'struct': 'S', 'struct': 'T' }":              false,
		"[]":                                            false,
		"{ 'include': 'schema.json' }":                  false,
		"{ 'pragma': { 'no-such': [] } }":               false,
	} {
		tree, diags := parseText(text, edition.Latest)
		if tree.Whole != want {
			t.Errorf("%q: whole is %t, with %v", text, tree.Whole, diags)
		}
	}
}

func TestFilesOfASchemaAreBounded(t *testing.T) {
	read := func(string) ([]byte, error) { return []byte("{ 'include': 'deeper/schema.json' }"), nil }
	_, diags := Parse("schema.json", Options{ReadFile: read})
	if len(diags) != 1 || !strings.Contains(diags[0].Message, "more than 1024 files") {
		t.Errorf("got %d errors", len(diags))
	}
}

func TestFilesOnDisk(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("huge.json", strings.Repeat("#", MaxFileSize+1))
	abs := write("other.json", "{ 'struct': 'Other' }")
	tests := map[string]struct{ path, want string }{
		"absolute include":  {write("a.json", "{ 'include': '"+filepath.ToSlash(abs)+"' }"), ""},
		"directory include": {write("b.json", "{ 'include': '.' }"), "cannot read"},
		"huge include":      {write("c.json", "{ 'include': 'huge.json' }"), "larger than 8 MiB"},
		"missing folder":    {write("d.json", "{ 'include': 'no-such/../other.json' }"), "cannot read"},
		"missing root":      {filepath.Join(dir, "no-such.json"), "cannot read schema"},
		"directory as root": {dir, "cannot read schema"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			tree, diags := Parse(tt.path, Options{})
			if tree == nil || len(tree.Files) == 0 {
				t.Fatal("no root")
			}
			if tt.want == "" && diags != nil || tt.want != "" && (len(diags) != 1 || !strings.Contains(diags[0].Message, tt.want)) {
				t.Errorf("got %v", diags)
			}
		})
	}
}

// TestSpellingsOfAPath has two directives name one file, by a path that works
// and by one that does not. The first directive counts, whichever file is read
// first.
func TestSpellingsOfAPath(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"good-first.json": "{ 'include': 'a.json' } { 'include': 'no-such/../b.json' }",
		"bad-first.json":  "{ 'include': 'no-such/../b.json' } { 'include': 'a.json' }",
		"a.json":          "{ 'include': 'b.json' }",
		"b.json":          "{ 'struct': 'B' }",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for range 20 {
		if _, diags := Parse(filepath.Join(dir, "good-first.json"), Options{}); diags != nil {
			t.Fatal(diags)
		}
		if _, diags := Parse(filepath.Join(dir, "bad-first.json"), Options{}); len(diags) != 1 {
			t.Fatalf("want one error, got %v", diags)
		}
	}
}

func TestNamesOfFilesAreLinesOfText(t *testing.T) {
	read := func(path string) ([]byte, error) {
		if path == "old.json" {
			return []byte(`{ 'include': 'a\nb.json' }`), nil
		}
		return nil, nil
	}
	for _, path := range []string{"a\nb.json", "a\rb.json", "a\x7fb.json", "\xff.json", "\ufeffa.json", "old.json"} {
		_, diags := Parse(path, Options{ReadFile: read, Edition: edition.First})
		if len(diags) != 1 || !strings.Contains(diags[0].Message, "has a control character or is not UTF-8") {
			t.Errorf("%q: got %v", path, diags)
		}
	}
	for _, path := range []string{"dir\n/ä b.json", "-.json", "<stdin>"} {
		if _, diags := Parse(path, Options{ReadFile: read}); len(diags) > 0 {
			t.Errorf("%q: got %v", path, diags)
		}
	}
}
