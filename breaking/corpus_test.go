package breaking_test

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/breaking"
	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

var corpusSchemas = []string{"qapi/qapi-schema.json", "qga/qapi-schema.json", "storage-daemon/qapi/qapi-schema.json"}

func corpusSchema(t *testing.T, version, name string) *model.Schema {
	t.Helper()
	schema, diags := model.Load(testqemu.Corpus(t, version, name), parser.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return schema
}

// QEMU's own generator made the documents; the recorded one is a binary's,
// which lacks what its configuration left out.
func TestQEMUIsCompatibleWithItself(t *testing.T) {
	for _, version := range []string{"7.2.0", "10.2.2"} {
		for _, name := range corpusSchemas {
			schema := corpusSchema(t, version, name)
			forms := []*breaking.Side{
				breaking.Schema(schema),
				document(t, gen.Introspection(schema, nil, false)), document(t, gen.Introspection(schema, nil, true)),
			}
			for i, a := range forms {
				for j, b := range forms {
					if got := compare(t, a, b, breaking.Options{Go: true}); len(got) > 0 {
						t.Errorf("%s of %s, form %d and form %d:\n%s", name, version, i, j, report(got))
					}
				}
			}
		}
	}
}

// Most of these are among the removed features in QEMU's documentation. Of the
// others, the event went with its device, and the members of SevInfo are there
// for the kinds of guest that 7.2 knew.
func TestQEMUsBreaksSince72(t *testing.T) {
	want := map[string][]string{
		"qapi/qapi-schema.json": {
			"argument 'blk' of command 'migrate'", "argument 'inc' of command 'migrate'",
			"argument 'vcpu' of command 'trace-event-get-state'", "argument 'vcpu' of command 'trace-event-set-state'",
			"event 'MEM_UNPLUG_ERROR'", "event 'RDMA_GID_STATUS_CHANGED'",
			"member 'block-incremental' of struct 'MigrateSetParameters'", "member 'compress-level' of struct 'MigrateSetParameters'",
			"member 'compress-threads' of struct 'MigrateSetParameters'", "member 'compress-wait-thread' of struct 'MigrateSetParameters'",
			"member 'decompress-threads' of struct 'MigrateSetParameters'", "member 'handle' of union 'SevInfo'",
			"member 'loaded' of struct 'SecretCommonProperties'", "member 'loaded' of struct 'TlsCredsAnonProperties'",
			"member 'loaded' of struct 'TlsCredsPskProperties'", "member 'loaded' of struct 'TlsCredsX509Properties'",
			"member 'policy' of union 'SevInfo'", "member 'reconnect' of struct 'ChardevSocket'",
			"member 'section-size' of struct 'SgxInfo'", "member 'singlestep' of struct 'StatusInfo'",
			"member 'skipped' of struct 'MigrationStats'", "member 'vcpu' of struct 'TraceEventInfo'",
			"value 'block' of enum 'MigrationCapability'", "value 'compress' of enum 'MigrationCapability'",
		},
		"qga/qapi-schema.json": nil,
		"storage-daemon/qapi/qapi-schema.json": {
			"member 'loaded' of struct 'SecretCommonProperties'", "member 'loaded' of struct 'TlsCredsAnonProperties'",
			"member 'loaded' of struct 'TlsCredsPskProperties'", "member 'loaded' of struct 'TlsCredsX509Properties'",
			"member 'reconnect' of struct 'ChardevSocket'",
		},
	}
	subject := regexp.MustCompile(`^(.*?') (is|changes|becomes)`)
	for _, name := range corpusSchemas {
		var got []string
		old, now := corpusSchema(t, "7.2.0", name), corpusSchema(t, "10.2.2", name)
		for _, ch := range compare(t, breaking.Schema(old), breaking.Schema(now), breaking.Options{}) {
			if ch.Verdict == breaking.Break {
				got = append(got, subject.FindStringSubmatch(ch.Message)[1])
			}
		}
		slices.Sort(got)
		if diff := cmp.Diff(want[name], got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// The recorded answer hides the names of types, and has no struct as a base.
func TestARecordedAnswerBreaksLikeItsSchema(t *testing.T) {
	text, err := os.ReadFile(testqemu.Corpus(t, "7.2.0", "expected", "query-qmp-schema.debian-amd64.json"))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := introspect.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	now := breaking.Schema(corpusSchema(t, "10.2.2", corpusSchemas[0]))
	changes := compare(t, document(t, doc), now, breaking.Options{AllowDeprecatedRemoval: true})
	rules := map[string]int{}
	for _, ch := range changes {
		if ch.Verdict == breaking.Break {
			rules[ch.Rule]++
		}
	}
	want := map[string]int{
		"event-removed": 1, "member-removed": 3, "member-made-optional": 2, "optional-member-removed": 10, "value-removed": 2,
	}
	if diff := cmp.Diff(want, rules); diff != "" {
		t.Errorf("(-want +got):\n%s\n%s", diff, report(changes))
	}
}
