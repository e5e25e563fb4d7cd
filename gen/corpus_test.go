package gen_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
)

// corpusSchemas are QEMU's schemas, by the packages made of them.
var corpusSchemas = map[string]string{
	"qapi72":      "7.2.0/qapi/qapi-schema.json",
	"qga72":       "7.2.0/qga/qapi-schema.json",
	"storage72":   "7.2.0/storage-daemon/qapi/qapi-schema.json",
	"vhostuser72": "7.2.0/docs/interop/vhost-user.json",
	"qapi":        "10.2.2/qapi/qapi-schema.json",
	"qga":         "10.2.2/qga/qapi-schema.json",
	"storage":     "10.2.2/storage-daemon/qapi/qapi-schema.json",
	"vhostuser":   "10.2.2/docs/interop/vhost-user.json",
	"firmware":    "10.2.2/docs/interop/firmware.json",
}

// corpusPackage makes the package of one of corpusSchemas.
func corpusPackage(t *testing.T, name string) []gen.File {
	t.Helper()
	schema := buildSchema(t, testqemu.Corpus(t, corpusSchemas[name]))
	opts := gen.Options{Package: name, Introspection: []byte(introspection(t, schema, nil, false))}
	files, diags := gen.Package(schema, opts)
	if len(diags) > 0 {
		t.Errorf("%s: no name of QEMU's is in doubt, but:\n%s", name, renderDiags(t, diags))
	}
	return files
}

func TestQEMUPackagesCompile(t *testing.T) {
	testqemu.Corpus(t, ".")
	m := newModule(t)
	for name := range corpusSchemas {
		files := corpusPackage(t, name)
		m.add(t, name, files)
		if diff := cmp.Diff(files, corpusPackage(t, name)); diff != "" {
			t.Errorf("a second run differs: %s", diff)
		}
	}
	m.vet(t)
}

// The figure is the project's own limit for what a user has to compile.
func TestQEMUPackageStaysSmall(t *testing.T) {
	const limit = 45_000
	lines := 0
	for _, f := range corpusPackage(t, "qapi") {
		lines += bytes.Count(f.Content, []byte("\n"))
	}
	if lines > limit {
		t.Errorf("the package of 10.2.2's qapi has %d lines, more than %d", lines, limit)
	}
}

func BenchmarkPackage(b *testing.B) {
	schema := buildSchema(b, testqemu.Corpus(b, corpusSchemas["qapi"]))
	for b.Loop() {
		if _, diags := gen.Package(schema, gen.Options{Package: "qapi"}); diags.HasErrors() {
			b.Fatal("the schema has errors")
		}
	}
}
