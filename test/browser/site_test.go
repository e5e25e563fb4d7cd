package browser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/history"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
	"github.com/qapi-go/qapi-gen/site"
)

// A kind of page of the example's site, by one of them.
var kinds = []struct{ name, path string }{
	{"overview", "index.html"},
	{"module", "module/vmm~block.html"},
	{"command", "command/blockdev-add.html"},
	{"command out of band", "command/migrate-recover.html"},
	{"event", "event/SHUTDOWN.html"},
	{"struct", "type/StatusInfo.html"},
	{"union", "type/BlockdevOptions.html"},
	{"alternate", "type/BlockdevRef.html"},
	{"enum", "type/RunState.html"},
	{"changes", "changes/1.0~2.0.html"},
}

// example is the site of the example schema, compared with an older one that
// lacks a branch and has a command that is gone.
func example(t *testing.T) pages {
	t.Helper()
	older := load(t, exampleSchema, func(name string, text string) string {
		switch name {
		case "block.json":
			text = strings.Replace(text, "'raw', 'nbd', 'null',", "'raw', 'null',", 1)
			text = strings.Replace(text, "# @nbd: an export of a network block device server\n#\n", "", 1)
			return strings.Replace(text, "      'nbd': 'BlockdevOptionsNbd',\n", "", 1)
		case "run-state.json":
			return text + "\n##\n# @old-command:\n#\n# Gone.\n##\n{ 'command': 'old-command' }\n"
		}
		return text
	})
	return build(t, load(t, exampleSchema, nil), "2.0", map[string]*model.Schema{"1.0": older})
}

var exampleSchema = filepath.Join("..", "..", "testdata", "qapi-schema", "vmm.json")

// load reads a schema whose files edit changes.
func load(t *testing.T, path string, edit func(name, text string) string) *model.Schema {
	t.Helper()
	var opts parser.Options
	if edit != nil {
		opts.ReadFile = func(path string) ([]byte, error) {
			text, err := os.ReadFile(path)
			return []byte(edit(filepath.Base(path), string(text))), err
		}
	}
	schema, diags := model.Load(path, opts)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return schema
}

// build makes the site of a schema with older releases.
func build(t *testing.T, schema *model.Schema, label string, older map[string]*model.Schema) pages {
	t.Helper()
	opts := site.Options{}
	if len(older) > 0 {
		var releases []history.Release
		for label, s := range older {
			releases = append(releases, release(t, label, s))
		}
		history.Sort(releases)
		h, err := history.New(t.Context(), release(t, label, schema), releases)
		if err != nil {
			t.Fatal(err)
		}
		opts.History = h
	}
	files, err := site.Build(schema, opts)
	if err != nil {
		t.Fatal(err)
	}
	s := pages{}
	for _, f := range files {
		s[f.Path] = f.Content
	}
	return s
}

func release(t *testing.T, label string, s *model.Schema) history.Release {
	t.Helper()
	r, err := history.Schema(label, s, false)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// qemuVersions are the releases of QEMU that its site compares, the newest last.
var qemuVersions = []string{"2.12.0", "4.2.0", "5.2.0", "6.1.0", "7.2.0", "8.2.0", "10.1.0", "10.2.2"}

// qemu is the site of QEMU's schema.
func qemu(t *testing.T) pages {
	t.Helper()
	older := map[string]*model.Schema{}
	last := len(qemuVersions) - 1
	for _, v := range qemuVersions[:last] {
		older[v] = load(t, testqemu.Corpus(t, v, "qapi", "qapi-schema.json"), nil)
	}
	newest := load(t, testqemu.Corpus(t, qemuVersions[last], "qapi", "qapi-schema.json"), nil)
	return build(t, newest, qemuVersions[last], older)
}
