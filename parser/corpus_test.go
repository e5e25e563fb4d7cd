package parser

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/internal/testschema"
)

// TestCorpus parses QEMU's schemas by the edition of their release and by Auto.
// The comments of older schemas break layout rules of the edition that Auto
// finds for them.
func TestCorpus(t *testing.T) {
	schemas := map[string]edition.Edition{
		"7.2.0/docs/interop/vhost-user.json":             edition.Release(8, 2),
		"10.2.2/docs/interop/vhost-user.json":            edition.Latest,
		"10.2.2/docs/interop/firmware.json":              edition.Latest,
		"10.2.2/tests/qapi-schema/doc-good.json":         edition.Latest,
		"10.2.2/tests/qapi-schema/qapi-schema-test.json": edition.Latest,
	}
	found := map[string]edition.Edition{
		"2.12.0": edition.Release(5, 2), "4.2.0": edition.Release(5, 2), "5.2.0": edition.Release(5, 2),
		"6.1.0": edition.Release(6, 1), "7.2.0": edition.Release(8, 2), "8.2.0": edition.Release(8, 2),
		"10.1.0": edition.Latest, "10.2.2": edition.Latest,
	}
	for _, version := range testqemu.Versions(t) {
		for _, path := range testqemu.Schemas(t, version) {
			schemas[filepath.ToSlash(path)] = found[version]
		}
	}
	// The schema of the introspection document shows the age.
	schemas["2.12.0/qapi/qapi-schema.json"] = edition.First
	for path, want := range schemas {
		t.Run(path, func(t *testing.T) {
			version, _, _ := strings.Cut(path, "/")
			own, err := edition.Parse(version)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range []edition.Edition{edition.Auto, own} {
				tree, diags := Parse(testqemu.Corpus(t, filepath.FromSlash(path)), Options{Edition: e})
				if diags != nil {
					t.Fatalf("edition %v refuses: %v %s", e, diags[0].Pos, diags[0].Message)
				}
				if e == edition.Auto && tree.Edition != want {
					t.Errorf("read by the rules of %v, want %v", tree.Edition, want)
				}
				for _, n := range tree.Nodes {
					checkPlaces(t, n.Object)
				}
			}
		})
	}
}

// TestCorpusFileThatIsMissing parses QEMU 7.2's firmware.json, which includes a
// file that is elsewhere. QEMU's own front end refuses it as well.
func TestCorpusFileThatIsMissing(t *testing.T) {
	_, diags := Parse(testqemu.Corpus(t, "7.2.0/docs/interop/firmware.json"), Options{})
	if len(diags) == 0 || diags[0].Pos.Line() != 17 || !strings.Contains(diags[0].Message, "machine.json") {
		t.Errorf("got %v", diags)
	}
}

// checkPlaces checks that the positions of v, and of all in it, match the text.
func checkPlaces(t *testing.T, v *Value) {
	t.Helper()
	text := string(v.Pos.Source().Text[v.Pos.Offset():v.End.Offset()])
	switch v.Kind {
	case Object:
		if text[0] != '{' || !strings.HasSuffix(text, "}") {
			t.Errorf("%v: object is at %q", v.Pos, text)
		}
	case Array:
		if text[0] != '[' || !strings.HasSuffix(text, "]") {
			t.Errorf("%v: array is at %q", v.Pos, text)
		}
	default:
		if text != showValue(v) {
			t.Errorf("%v: %s is at %q", v.Pos, showValue(v), text)
		}
	}
	for _, m := range v.Members {
		if text := string(m.Pos.Source().Text[m.Pos.Offset():m.End.Offset()]); text != "'"+m.Key+"'" {
			t.Errorf("%v: key %s is at %q", m.Pos, m.Key, text)
		}
		checkPlaces(t, m.Value)
	}
	for _, e := range v.Elems {
		checkPlaces(t, e)
	}
}

func BenchmarkParse(b *testing.B) {
	path := testqemu.Corpus(b, "10.2.2/qapi/qapi-schema.json")
	size := int64(0)
	tree, _ := Parse(path, Options{})
	for _, f := range tree.Files {
		size += int64(len(f.Source.Text))
	}
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		if _, diags := Parse(path, Options{}); diags != nil {
			b.Fatal(diags)
		}
	}
}

// BenchmarkParseCommands parses schemas, each ten times the size of the one
// before.
func BenchmarkParseCommands(b *testing.B) {
	for _, n := range []int{1000, 10_000, 100_000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			opts := Options{ReadFile: testschema.Commands(n)}
			b.ReportAllocs()
			for b.Loop() {
				if _, diags := Parse(testschema.Root, opts); diags != nil {
					b.Fatal(diags)
				}
			}
		})
	}
}
