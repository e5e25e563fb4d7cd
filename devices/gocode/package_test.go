package gocode_test

import (
	"flag"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/qapi-go/qapi-gen/devices"
	"github.com/qapi-go/qapi-gen/devices/gocode"
)

var update = flag.Bool("update", false, "write the golden files")

// schema is the package that the devices in testdata refer to.
var schema = gocode.SchemaPackage{
	Path: "example.com/vm/qemu", Name: "qemu",
	Types: map[string]string{"OnOffAuto": "OnOffAuto", "Mapping": "Mapping", "SocketAddress": "SocketAddress"},
}

// Each archive in testdata has recordings, and the files and diagnostics that are made
// of them. Its comment has options: a pattern in each line, or the word unstable.
func TestPackageIsTheGoldenOne(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			opts := gocode.Options{Package: "devices", Schema: schema}
			for word := range strings.FieldsSeq(string(archive.Comment)) {
				if word == "unstable" {
					opts.Unstable = true
				} else {
					opts.Patterns = append(opts.Patterns, word)
				}
			}
			var recordings []*devices.Recording
			made := txtar.Archive{Comment: archive.Comment}
			for _, f := range archive.Files {
				if !strings.HasSuffix(f.Name, ".json") {
					continue
				}
				r, err := devices.Parse(f.Data)
				if err != nil {
					t.Fatal(err)
				}
				recordings = append(recordings, r)
				made.Files = append(made.Files, txtar.File{Name: f.Name, Data: r.Encode()})
			}
			set, merged := devices.Merge(recordings...)
			files, diags := gocode.Package(set, opts)
			var messages string
			for _, d := range append(merged, diags...) {
				messages += d.Severity.String() + ": " + d.Message + "\n"
			}
			if messages != "" {
				made.Files = append(made.Files, txtar.File{Name: "diagnostics", Data: []byte(messages)})
			}
			for _, f := range files {
				made.Files = append(made.Files, txtar.File{Name: f.Name, Data: f.Content})
			}
			compare(t, file, archive, &made)
		})
	}
}

func compare(t *testing.T, file string, want, got *txtar.Archive) {
	t.Helper()
	text := txtar.Format(got)
	if *update {
		writeFile(t, file, text)
		return
	}
	if diff := cmp.Diff(string(txtar.Format(want)), string(text)); diff != "" {
		t.Error(diff)
	}
}
