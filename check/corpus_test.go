package check_test

import (
	"os"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/check"
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// buildSchema builds the model of a schema without errors.
func buildSchema(t testing.TB, path string) *model.Schema {
	t.Helper()
	return loadSchema(t, path, parser.Options{})
}

func loadSchema(t testing.TB, path string, opts parser.Options) *model.Schema {
	t.Helper()
	schema, diags := model.Load(path, opts)
	if diags.HasErrors() {
		t.Fatal(render(t, diags))
	}
	return schema
}

func render(t testing.TB, diags diag.List) string {
	t.Helper()
	var text strings.Builder
	if err := diag.RenderLines(&text, diags); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

func readDocument(t testing.TB, path string) introspect.Document {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := introspect.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func readDefines(t testing.TB, path string) func(string) bool {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defined := map[string]bool{}
	for name := range strings.FieldsSeq(string(text)) {
		defined[name] = true
	}
	return func(name string) bool { return defined[name] }
}

func checkDocument(t testing.TB, schema *model.Schema, doc introspect.Document, defined func(string) bool) *check.Result {
	t.Helper()
	index, err := introspect.NewIndex(doc)
	if err != nil {
		t.Fatal(err)
	}
	result, err := check.Check(t.Context(), schema, index, defined)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

const allOfAgent = "error: GuestExecCaptureOutputMode: value 'merged' in the server, " +
	"in the schema (qapi-schema.json:1325) only if not CONFIG_WIN32\n"

// The replies of real servers, and the documents of QEMU's own generator, match
// their schemas.
func TestRealDocumentsMatchTheirSchemas(t *testing.T) {
	tests := []struct{ schema, document, defines string }{
		{"7.2.0/qapi/qapi-schema.json", "7.2.0/expected/query-qmp-schema.debian-amd64.json", ""},
		{"7.2.0/qapi/qapi-schema.json", "7.2.0/expected/query-qmp-schema.debian-amd64.json", "7.2.0/expected/defines.debian-amd64.txt"},
	}
	for _, version := range []string{"7.2.0", "10.2.2"} {
		for schema, name := range map[string]string{
			"qapi/qapi-schema.json":                "qapi",
			"qga/qapi-schema.json":                 "qga",
			"storage-daemon/qapi/qapi-schema.json": "storage-daemon-qapi",
		} {
			for _, masks := range []string{"", ".unmasked"} {
				document := version + "/expected/introspect." + name + ".all" + masks + ".json"
				tests = append(tests, struct{ schema, document, defines string }{version + "/" + schema, document, ""})
			}
		}
	}
	for _, tt := range tests {
		t.Run(tt.document+" "+tt.defines, func(t *testing.T) {
			var defined func(string) bool
			if tt.defines != "" {
				defined = readDefines(t, testqemu.Corpus(t, tt.defines))
			}
			schema := buildSchema(t, testqemu.Corpus(t, tt.schema))
			result := checkDocument(t, schema, readDocument(t, testqemu.Corpus(t, tt.document)), defined)
			differences := render(t, result.Differences)
			if strings.Contains(tt.document, "10.2.2/expected/introspect.qga") {
				// The generator lists all parts, whether they need CONFIG_WIN32
				// or exclude it.
				differences = strings.Replace(differences, allOfAgent, "", 1)
			}
			if strings.Contains(differences, "error: ") {
				t.Error(differences)
			}
			// The schema gives the same document with the names that were
			// found.
			if c := result.Conditions; c != nil {
				if again := checkDocument(t, schema, readDocument(t, testqemu.Corpus(t, tt.document)), c.Has); render(t, again.Differences) != render(t, result.Differences) {
					t.Error(render(t, again.Differences))
				}
			}
		})
	}
}

// The document of another version gives a readable list: each difference once,
// and no more than there were changes.
func TestAnotherVersionGivesAReadableList(t *testing.T) {
	for _, tt := range []struct {
		schema, document string
		atMost           int
		some             []string
	}{
		{
			"7.2.0/qapi/qapi-schema.json", "10.2.2/expected/introspect.qapi.all.json", 250,
			[]string{
				"StatusInfo: member 'singlestep' in the schema (run-state.json:116), not in the server",
				"migrate: argument 'uri': mandatory in the schema",
			},
		},
		{
			"10.2.2/qapi/qapi-schema.json", "7.2.0/expected/query-qmp-schema.debian-amd64.json", 250,
			[]string{"StatusInfo: member 'singlestep' in the server, not in the schema"},
		},
	} {
		result := checkDocument(t, buildSchema(t, testqemu.Corpus(t, tt.schema)), readDocument(t, testqemu.Corpus(t, tt.document)), nil)
		if n := len(result.Differences); n == 0 || n > tt.atMost {
			t.Errorf("%s: %d differences", tt.document, n)
		}
		said := map[string]bool{}
		for _, d := range result.Differences {
			if said[d.Message] {
				t.Errorf("%s: said twice: %s", tt.document, d.Message)
			}
			said[d.Message] = true
		}
		for _, want := range tt.some {
			if !strings.Contains(render(t, result.Differences), want) {
				t.Errorf("%s: not said: %s", tt.document, want)
			}
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	schema := buildSchema(b, testqemu.Corpus(b, "10.2.2/qapi/qapi-schema.json"))
	doc := readDocument(b, testqemu.Corpus(b, "10.2.2/expected/introspect.qapi.all.json"))
	for b.Loop() {
		checkDocument(b, schema, doc, nil)
	}
}
