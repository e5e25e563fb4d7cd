package parser

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/testqemu"
)

func TestCorpus(t *testing.T) {
	tests := []struct {
		path  string
		rules DocRules
	}{
		{"7.2.0/qapi/qapi-schema.json", DocRules72},
		{"7.2.0/qga/qapi-schema.json", DocRules72},
		{"7.2.0/storage-daemon/qapi/qapi-schema.json", DocRules72},
		{"7.2.0/docs/interop/vhost-user.json", DocRules72},
		{"10.2.2/qapi/qapi-schema.json", DocRules102},
		{"10.2.2/qga/qapi-schema.json", DocRules102},
		{"10.2.2/storage-daemon/qapi/qapi-schema.json", DocRules102},
		{"10.2.2/docs/interop/vhost-user.json", DocRules102},
		{"10.2.2/docs/interop/firmware.json", DocRules102},
		{"10.2.2/tests/qapi-schema/doc-good.json", DocRules102},
		{"10.2.2/tests/qapi-schema/qapi-schema-test.json", DocRules102},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			path := testqemu.Corpus(t, filepath.FromSlash(tt.path))
			tree, diags := Parse(path, Options{})
			if diags != nil {
				t.Fatalf("refused: %v %s", diags[0].Pos, diags[0].Message)
			}
			if tree.DocRules != tt.rules {
				t.Errorf("read by doc rules %v, want %v", tree.DocRules, tt.rules)
			}
			for _, n := range tree.Nodes {
				checkPlaces(t, n.Object)
			}
		})
	}
}

// TestCorpusFileThatIsMissing includes what QEMU 7.2's firmware.json includes:
// a file that is elsewhere. QEMU's own front end refuses it as well.
func TestCorpusFileThatIsMissing(t *testing.T) {
	_, diags := Parse(testqemu.Corpus(t, "7.2.0/docs/interop/firmware.json"), Options{})
	if len(diags) == 0 || diags[0].Pos.Line() != 17 || !strings.Contains(diags[0].Message, "machine.json") {
		t.Errorf("got %v", diags)
	}
}

// checkPlaces checks that the places of v, and of all in it, are those of its
// text.
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
