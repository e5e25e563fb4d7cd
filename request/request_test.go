package request_test

import (
	"encoding/json"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
	"github.com/qapi-go/qapi-gen/request"
)

// vmm returns the commands of the example schema: as a server says, and with the
// schema beside.
func vmm(t testing.TB) (byServer, bySchema *request.Commands) {
	return load(t, filepath.Join("..", "testdata", "qapi-schema", "vmm.json"))
}

func load(t testing.TB, path string) (byServer, bySchema *request.Commands) {
	t.Helper()
	schema, diags := model.Load(path, parser.Options{})
	if schema == nil {
		t.Fatal(diags)
	}
	return request.New(index(t, schema, false), nil), request.New(index(t, schema, true), schema)
}

func index(t testing.TB, schema *model.Schema, unmask bool) *introspect.Index {
	t.Helper()
	x, err := introspect.NewIndex(gen.Introspection(schema, nil, unmask))
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// files are what @FILE and - read in tests.
func files(name string) ([]byte, error) {
	switch name {
	case "nbd.json":
		return []byte(`{"driver": "nbd", "host": "h", "port": 1, "export": "e"}`), nil
	case "list.json":
		return []byte("[1]"), nil
	case "bad.json":
		return []byte("{\n \"a\": }"), nil
	case "-":
		return []byte(`{"driver": "null"}`), nil
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

func TestWordsBecomeArguments(t *testing.T) {
	byServer, bySchema := vmm(t)
	for name, tt := range map[string]struct{ command, words, want string }{
		"none":                       {"query-status", "", ""},
		"a string":                   {"migrate-recover", "uri=tcp:x:1", `{"uri": "tcp:x:1"}`},
		"a string that is no number": {"migrate-recover", "uri=5", `{"uri": "5"}`},
		"a string with signs":        {"migrate-recover", `uri=a="b",<c>`, `{"uri": "a=\"b\",<c>"}`},
		"an empty string":            {"migrate-recover", "uri=", `{"uri": ""}`},
		"the discriminator behind":   {"blockdev-add", "filename=f|node-name=n|driver=file", `{"filename": "f", "node-name": "n", "driver": "file"}`},
		"an alternate by text":       {"blockdev-add", "driver=raw|file=disk0", `{"driver": "raw", "file": "disk0"}`},
		"an alternate by members":    {"blockdev-add", "driver=raw|file.driver=null", `{"driver": "raw", "file": {"driver": "null"}}`},
		"null of an alternate":       {"blockdev-add", "driver=qcow2|file=f|backing=null", `{"driver": "qcow2", "file": "f", "backing": null}`},
		"a string of that name":      {"blockdev-add", `driver=qcow2|file=f|backing:="null"`, `{"driver": "qcow2", "file": "f", "backing": "null"}`},
		"hexadecimal":                {"blockdev-add", "driver=raw|file=f|offset=0x200", `{"driver": "raw", "file": "f", "offset": 512}`},
		"the largest size":           {"blockdev-add", "driver=raw|file=f|size=18446744073709551615", `{"driver": "raw", "file": "f", "size": 18446744073709551615}`},
		"on":                         {"blockdev-add", "driver=null|read-only=on", `{"driver": "null", "read-only": true}`},
		"false":                      {"blockdev-add", "driver=null|read-only=false", `{"driver": "null", "read-only": false}`},
		"JSON":                       {"blockdev-add", `driver=raw|file:={"driver":"null"}`, `{"driver": "raw", "file": {"driver": "null"}}`},
		"a file":                     {"blockdev-add", "node-name=n|@nbd.json", `{"node-name": "n", "driver": "nbd", "host": "h", "port": 1, "export": "e"}`},
		"standard input":             {"blockdev-add", "-|node-name=n", `{"driver": "null", "node-name": "n"}`},
		"a list in any order":        {"send-key", "keys.1=a|keys.0=ctrl", `{"keys": ["ctrl", "a"]}`},
		"a list of unions":           {"yank", "instances.1.type=migration|instances.0.node-name=n|instances.0.type=block-node", `{"instances": [{"node-name": "n", "type": "block-node"}, {"type": "migration"}]}`},
		"an empty list":              {"send-key", "keys:=[]", `{"keys": []}`},
		"any, a number":              {"qom-set", "path=/|property=p|value=5", `{"path": "/", "property": "p", "value": 5}`},
		"any, a string":              {"qom-set", `path=/|property=p|value:="5"`, `{"path": "/", "property": "p", "value": "5"}`},
		"any, with parts":            {"qom-set", `path=/|property=p|value.a.0=x|value.a.1=true`, `{"path": "/", "property": "p", "value": {"a": ["x", true]}}`},
		"more than introspection says": {"device_add", "driver=d|id=5|size=5|__com.example_x.y=z",
			`{"driver": "d", "id": "5", "size": 5, "__com.example_x": {"y": "z"}}`},
	} {
		t.Run(name, func(t *testing.T) {
			for by, c := range map[string]*request.Commands{"server": byServer, "schema": bySchema} {
				got, err := c.Arguments(tt.command, split(tt.words), files)
				if err != nil || string(got) != tt.want {
					t.Errorf("by %s: %s, %v\nwant %s", by, got, err, tt.want)
				}
			}
		})
	}
}

func split(words string) []string {
	if words == "" {
		return nil
	}
	return strings.Split(words, "|")
}

func TestRawWordsAreStrings(t *testing.T) {
	for words, want := range map[string]string{
		"":                           "",
		"a=5|b=true|c:=5|d.x=null":   `{"a": "5", "b": "true", "c": 5, "d": {"x": "null"}}`,
		"arg.0=x|arg.2=z|arg.1:=[1]": `{"arg": ["x", [1], "z"]}`,
		"0=x":                        `{"0": "x"}`,
		"-|a=b":                      `{"driver": "null", "a": "b"}`,
	} {
		got, err := request.Raw("c", split(words), files)
		if err != nil || string(got) != want {
			t.Errorf("%s: %s, %v\nwant %s", words, got, err, want)
		}
	}
	if _, err := request.Raw("c", []string{"a.1=x"}, nil); err == nil || err.Error() != "c: a.0: this element is missing: the numbers of a list have no gap" {
		t.Error(err)
	}
}

// Words are the shortest that give the arguments.
func TestArgumentsBecomeWords(t *testing.T) {
	byServer, bySchema := vmm(t)
	for _, tt := range []struct{ command, args, want string }{
		{"query-status", ``, ""},
		{"query-status", `{}`, ""},
		{"blockdev-add", `{"driver": "raw", "file": {"driver": "null"}, "size": 5}`, "driver=raw|file.driver=null|size=5"},
		{"blockdev-add", `{"driver": "qcow2", "file": "null", "backing": "null"}`, `driver=qcow2|file=null|backing:="null"`},
		{"send-key", `{"keys": []}`, "keys:=[]"},
		{"qom-set", `{"path": "/", "property": "p", "value": {"a": ["5", "x"], "b": true}}`, `path=/|property=p|value.a.0:="5"|value.a.1=x|value.b=true`},
		{"qom-set", `{"path": "/", "property": "p", "value": {"a.b": 1}}`, `path=/|property=p|value:={"a.b": 1}`},
		{"device_add", `{"driver": "d", "size": 5, "x": {}}`, "driver=d|size=5|x:={}"},
	} {
		for _, c := range []*request.Commands{byServer, bySchema} {
			words, err := c.Words(tt.command, json.RawMessage(tt.args))
			if got := strings.Join(words, "|"); err != nil || got != tt.want {
				t.Errorf("%s %s: %s, %v\nwant %s", tt.command, tt.args, got, err, tt.want)
			}
		}
	}
	for args, want := range map[string]string{
		`{"driver": 5}`:               "blockdev-add: driver: one of the values is expected, and not the number 5",
		`{`:                           "blockdev-add: not JSON: unexpected end of JSON input",
		`{"driver": "null", "a": {}}`: "blockdev-add: a: unknown member with driver=null; there are driver, node-name, read-only, size, latency-ns, read-zeroes",
	} {
		if _, err := byServer.Words("blockdev-add", json.RawMessage(args)); err == nil || err.Error() != want {
			t.Errorf("%s: %v\nwant %s", args, err, want)
		}
	}
	if _, err := byServer.Words("device_add", json.RawMessage(`{"driver": "d", "a.b": 1}`)); err == nil || !strings.Contains(err.Error(), `"a.b"`) {
		t.Error(err)
	}
}
