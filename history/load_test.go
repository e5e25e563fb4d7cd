package history_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/history"
)

func TestLoadReadsSchemasAndRecordings(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"1.0.json":       `{"return": [{"name": "stop", "meta-type": "command", "arg-type": "0", "ret-type": "0"}, {"name": "0", "meta-type": "object", "members": []}], "id": 1}`,
		"1.5.json":       `[{"name": "stop", "meta-type": "command", "arg-type": "0", "ret-type": "0"}, {"name": "0", "meta-type": "object", "members": []}]`,
		"2.0.json":       `{ 'command': 'stop', 'data': { '*force': { 'type': 'bool', 'if': 'CONFIG_FORCE' } } }`,
		"wrong.json":     `{ 'command': 'stop', 'data': 'Nothing' }`,
		"unsound.json":   `[{"name": "stop", "meta-type": "command", "arg-type": "0", "ret-type": "0"}]`,
		"notjson.json":   `[{"name": `,
		"a=b.json":       `{ 'command': 'stop' }`,
		"old/9.1/x.json": `{ 'command': 'stop' }`,
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	for _, tt := range []struct {
		name    string
		defined func(string) bool
		label   string
		force   bool // stop has the argument
		fault   string
	}{
		{name: "1.0.json", label: "1.0"},
		{name: "1.5.json", label: "1.5"},
		{name: "first=1.5.json", label: "first"},
		{name: "2.0.json", label: "2.0", force: true},
		{name: "2.0.json", label: "2.0", defined: func(n string) bool { return n == "CONFIG_FORCE" }, force: true},
		{name: "2.0.json", label: "2.0", defined: func(string) bool { return false }},
		{name: "./a=b.json", label: "a=b"},
		{name: "odd=a=b.json", label: "odd"},
		{name: "old/9.1/x.json", label: "9.1"},
		{name: "wrong.json", fault: "Nothing"},
		{name: "unsound.json", fault: "unsound.json: "},
		{name: "notjson.json", fault: "notjson.json: "},
		{name: "lost.json", fault: "lost.json"},
	} {
		r, diags, err := history.Load(tt.name, tt.defined)
		fault := ""
		switch {
		case err != nil:
			fault = err.Error()
		case diags.HasErrors():
			fault = diags[0].Message
		}
		if tt.fault != "" || fault != "" {
			if tt.fault == "" || !strings.Contains(fault, tt.fault) {
				t.Errorf("Load(%s) fails with %q, want one with %q", tt.name, fault, tt.fault)
			}
			continue
		}
		if r.Label != tt.label {
			t.Errorf("Load(%s) has the label %q, want %q", tt.name, r.Label, tt.label)
		}
		newest := release(t, "newest", schema(t, "newest.json", []byte("{ 'command': 'stop', 'data': { '*force': 'bool' } }")))
		h, err := history.New(t.Context(), newest, []history.Release{r})
		if err != nil {
			t.Fatal(err)
		}
		force, err := h.Path("stop/arg-type/force")
		if err != nil || force.Everywhere() != tt.force {
			t.Errorf("Load(%s): %v %v, want force in it: %v", tt.name, force.In, err, tt.force)
		}
	}
}
