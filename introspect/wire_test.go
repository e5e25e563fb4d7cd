package introspect_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/introspect"
)

// answer has the variants in which servers' documents differ: both forms of
// enums, features that are absent, empty and present.
const answer = `[{"allow-oob":true,"arg-type":"0","features":["a","b"],"meta-type":"command","name":"c","ret-type":"[1]"},` +
	`{"arg-type":"0","features":[],"meta-type":"event","name":"E"},` +
	`{"members":[],"meta-type":"object","name":"0"},` +
	`{"element-type":"1","meta-type":"array","name":"[1]"},` +
	`{"members":[{"name":"t","type":"2"},{"default":null,"features":["f"],"name":"o","type":"3"}],` +
	`"meta-type":"object","name":"1","tag":"t","variants":[{"case":"x","type":"0"}]},` +
	`{"members":[{"features":["f"],"name":"x"},{"name":"y"}],"meta-type":"enum","name":"2","values":["x","y"]},` +
	`{"members":[{"type":"int"}],"meta-type":"alternate","name":"3"},` +
	`{"meta-type":"enum","name":"4","values":["old"]},` +
	`{"members":[{"name":"new"}],"meta-type":"enum","name":"5"},` +
	`{"json-type":"int","meta-type":"builtin","name":"int"}]`

func TestMarshalJSONWritesKeysInTheOrderOfTheirNames(t *testing.T) {
	doc, err := introspect.Parse([]byte(answer))
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(answer, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestLinesWritesAnEntryOnEachLine(t *testing.T) {
	for _, tt := range []struct {
		name string
		doc  introspect.Document
		want string
	}{
		{"empty", nil, "[]\n"},
		{"two entries", introspect.Document{
			&introspect.Event{Info: introspect.Info{Name: "E"}, ArgType: "0"},
			&introspect.Object{Info: introspect.Info{Name: "0"}},
		}, `[
{"arg-type":"0","meta-type":"event","name":"E"},
{"members":[],"meta-type":"object","name":"0"}
]
`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.doc.Lines()
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, string(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestMarshalJSONRefusesADefaultThatIsNotJSON(t *testing.T) {
	doc := introspect.Document{&introspect.Object{Members: []introspect.Member{{Name: "m", Type: "0", Default: []byte("nil")}}}}
	if got, err := doc.MarshalJSON(); err == nil {
		t.Errorf("wrote %s", got)
	}
}

// The documents of QEMU's own generator, and of a real server, are parsed,
// found sound, and written back byte for byte.
func TestCorpusIsReadAndWrittenBack(t *testing.T) {
	corpus := testqemu.Corpus(t)
	files, err := filepath.Glob(filepath.Join(corpus, "*", "expected", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no documents below QAPI_CORPUS=%s (%v)", corpus, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			doc, err := introspect.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := introspect.NewIndex(doc); err != nil {
				t.Error(err)
			}
			got, err := doc.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			if want := bytes.TrimSpace(text); !bytes.Equal(want, got) {
				t.Errorf("differs from the original: %d bytes, want %d", len(got), len(want))
			}
		})
	}
}
