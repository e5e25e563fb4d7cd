package breaking_test

import (
	"os"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/breaking"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/introspect"
)

// removals are what QEMU's docs/about/removed-features says was removed from QMP
// between two releases of the corpus, as parts of the messages that tell of it.
var removals = []struct {
	old, now string
	parts    []string
}{
	{"2.12.0", "4.2.0", []string{"'autoload' of"}},
	{"4.2.0", "5.2.0", []string{"command 'cpu-add' is gone"}},
	{"5.2.0", "6.1.0", []string{
		"command 'change' is gone", "command 'query-events' is gone",
		"command 'migrate-set-cache-size' is gone", "command 'query-migrate-cache-size' is gone",
		"command 'migrate_set_downtime' is gone", "command 'migrate_set_speed' is gone",
		"command 'query-cpus' is gone", "member 'arch' of", "member 'encryption_key_missing' of",
		"member 'status' of", "member 'dirty-bitmaps' of", "argument 'props' of command 'object-add' is gone",
	}},
	{"7.2.0", "8.2.0", []string{"member 'section-size' of"}},
	{"8.2.0", "10.1.0", []string{
		"event 'MEM_UNPLUG_ERROR' is gone", "member 'singlestep' of", "'compress-level' of", "'decompress-threads' of",
		"'block-incremental' of", "argument 'blk' of command 'migrate' is gone", "argument 'inc' of command 'migrate' is gone",
		"argument 'vcpu' of command 'trace-event-get-state' is gone", "argument 'vcpu' of command 'trace-event-set-state' is gone",
		"member 'skipped' of", "member 'loaded' of", "value 'compress' of", "value 'block' of",
	}},
	{"10.1.0", "10.2.2", []string{"member 'reconnect' of"}},
}

func TestDocumentedRemovalsAreReported(t *testing.T) {
	for _, tt := range removals {
		for form, load := range map[string]func(*testing.T, string) *breaking.Side{"schema": schemaOf, "document": documentOf} {
			t.Run(tt.old+"-"+tt.now+"/"+form, func(t *testing.T) {
				var told []string
				for _, ch := range compare(t, load(t, tt.old), load(t, tt.now), breaking.Options{}) {
					if ch.Verdict != breaking.Compatible {
						told = append(told, ch.Message)
					}
				}
				for _, part := range tt.parts {
					if !strings.Contains(strings.Join(told, "\n"), part) {
						t.Errorf("nothing says %q", part)
					}
				}
			})
		}
	}
}

// A schema and the document that its own release made of it say the same.
func TestReleasesEqualTheirDocuments(t *testing.T) {
	for _, version := range testqemu.Versions(t) {
		t.Run(version, func(t *testing.T) {
			for _, sides := range [][2]*breaking.Side{
				{schemaOf(t, version), documentOf(t, version)},
				{documentOf(t, version), schemaOf(t, version)},
				{schemaOf(t, version), schemaOf(t, version)},
				{documentOf(t, version), documentOf(t, version)},
			} {
				for _, ch := range compare(t, sides[0], sides[1], breaking.Options{}) {
					t.Errorf("%v: %s", ch.Verdict, ch.Message)
				}
			}
		})
	}
}

// What follows from one change is one finding: that a command's arguments became
// a union is not told again for each of its branches.
func TestStructThatBecameAUnionIsOneFinding(t *testing.T) {
	for _, tt := range []struct{ old, now, command string }{
		{"5.2.0", "6.1.0", "object-add"}, {"4.2.0", "5.2.0", "netdev_add"},
	} {
		for form, load := range map[string]func(*testing.T, string) *breaking.Side{"schema": schemaOf, "document": documentOf} {
			t.Run(tt.command+"/"+form, func(t *testing.T) {
				made, branches := 0, 0
				for _, ch := range compare(t, load(t, tt.old), load(t, tt.now), breaking.Options{}) {
					switch {
					case ch.Verdict != breaking.Break || !strings.Contains(ch.Message, tt.command):
					case ch.Rule == "made-union":
						made++
					case strings.Contains(ch.Message, "branch '") || strings.Contains(ch.Message, "/+"):
						branches++
						t.Errorf("%s", ch.Message)
					}
				}
				if made != 1 || branches != 0 {
					t.Errorf("%d findings that it became a union, want 1", made)
				}
			})
		}
	}
}

// Of several places a finding names one that clients use in the direction that
// makes it a break, and not an unstable one.
func TestFindingNamesAPlaceOfItsVerdict(t *testing.T) {
	for _, ch := range compare(t, documentOf(t, "6.1.0"), documentOf(t, "7.2.0"), breaking.Options{}) {
		if strings.Contains(ch.Message, "'graph-mod'") && !strings.Contains(ch.Message, "value 'graph-mod' of blockdev-add/arg-type/") {
			t.Error(ch.Message)
		}
	}
}

func schemaOf(t *testing.T, version string) *breaking.Side {
	t.Helper()
	return breaking.Schema(corpusSchema(t, version, "qapi/qapi-schema.json"))
}

func documentOf(t *testing.T, version string) *breaking.Side {
	t.Helper()
	text, err := os.ReadFile(testqemu.Corpus(t, version, "expected", "introspect.qapi.all.json"))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := introspect.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	side, err := breaking.Document(doc)
	if err != nil {
		t.Fatal(err)
	}
	return side
}
