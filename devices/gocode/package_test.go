package gocode_test

import (
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/qapi-go/qapi-gen/devices"
	"github.com/qapi-go/qapi-gen/devices/gocode"
	"github.com/qapi-go/qapi-gen/internal/testgolden"
)

// schema is the package that the devices in testdata refer to.
var schema = gocode.SchemaPackage{
	Path: "example.com/vm/qemu", Name: "qemu",
	Types: map[string]string{"OnOffAuto": "OnOffAuto", "Mapping": "Mapping", "SocketAddress": "SocketAddress"},
}

// Each archive in testdata has recordings, and the files and diagnostics that are made
// of them. Its comment has options: a pattern in each line, or the word unstable.
func TestPackageIsTheGoldenOne(t *testing.T) {
	testgolden.Run(t, "testdata/*.txtar", func(t *testing.T, c *testgolden.Case) {
		opts := gocode.Options{Package: "devices", Schema: schema}
		for word := range strings.FieldsSeq(string(c.Comment)) {
			if word == "unstable" {
				opts.Unstable = true
			} else {
				opts.Patterns = append(opts.Patterns, word)
			}
		}
		var recordings []*devices.Recording
		var made []txtar.File // the recordings again, and what is made of them
		for _, f := range c.Files {
			if !strings.HasSuffix(f.Name, ".json") {
				continue
			}
			r, err := devices.Parse(f.Data)
			if err != nil {
				t.Fatal(err)
			}
			recordings = append(recordings, r)
			made = append(made, txtar.File{Name: f.Name, Data: r.Encode()})
		}
		set, merged := devices.Merge(recordings...)
		files, diags := gocode.Package(set, opts)
		var messages string
		for _, d := range append(merged, diags...) {
			messages += d.Severity.String() + ": " + d.Message + "\n"
		}
		if messages != "" {
			made = append(made, txtar.File{Name: "diagnostics", Data: []byte(messages)})
		}
		for _, f := range files {
			made = append(made, txtar.File{Name: f.Name, Data: f.Content})
		}
		c.CompareAll(t, func(string) bool { return false }, made)
	})
}
