package gen_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
)

// corpusSchemas are schemas of the corpus, by the names of their packages.
func corpusSchemas(tb testing.TB) map[string]string {
	tb.Helper()
	schemas := map[string]string{
		"vhostuser72": "7.2.0/docs/interop/vhost-user.json",
		"vhostuser":   "10.2.2/docs/interop/vhost-user.json",
		"firmware":    "10.2.2/docs/interop/firmware.json",
	}
	for _, version := range testqemu.Versions(tb) {
		for name, path := range testqemu.Schemas(tb, version) {
			schemas[strings.ReplaceAll(name, "-", "")+strings.ReplaceAll(version, ".", "")] = path
		}
	}
	return schemas
}

// corpusPackage generates the package of one of corpusSchemas.
func corpusPackage(t *testing.T, name string) []gen.File {
	t.Helper()
	schema := buildSchema(t, testqemu.Corpus(t, corpusSchemas(t)[name]))
	opts := gen.Options{Package: name, Introspection: answer(introspection(t, schema, nil, false))}
	files, diags := gen.Package(schema, opts)
	if len(diags) > 0 {
		t.Errorf("%s: no name of QEMU's is in doubt, but:\n%s", name, renderDiags(t, diags))
	}
	return files
}

func TestQEMUPackagesCompile(t *testing.T) {
	m := newModule(t)
	for name := range corpusSchemas(t) {
		files := corpusPackage(t, name)
		m.add(t, name, files)
		if diff := cmp.Diff(files, corpusPackage(t, name)); diff != "" {
			t.Errorf("a second run differs: %s", diff)
		}
	}
	m.vet(t)
}

// The limit on what a user must compile is the project's own.
func TestQEMUPackageStaysSmall(t *testing.T) {
	const limit = 45_000
	lines := 0
	for _, f := range corpusPackage(t, "qapi1022") {
		lines += bytes.Count(f.Content, []byte("\n"))
	}
	if lines > limit {
		t.Errorf("the package of 10.2.2's qapi has %d lines, more than %d", lines, limit)
	}
}
