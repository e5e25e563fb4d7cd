package history_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/breaking"
	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/history"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// qemuReleases are those of the corpus, the oldest first.
var qemuReleases = []string{"2.12.0", "4.2.0", "5.2.0", "6.1.0", "7.2.0", "8.2.0", "10.1.0", "10.2.2"}

// qemu is the history of QEMU's schema: from all the schemas, or from the newest
// and what its generator made of the older ones.
func qemu(t *testing.T, recorded bool) (*model.Schema, *history.History) {
	t.Helper()
	var older []history.Release
	last := len(qemuReleases) - 1
	for _, version := range qemuReleases[:last] {
		if recorded {
			text, err := os.ReadFile(testqemu.Corpus(t, version, "expected", "introspect.qapi.all.json"))
			if err != nil {
				t.Fatal(err)
			}
			older = append(older, document(t, version, text))
			continue
		}
		older = append(older, release(t, version, qemuSchema(t, version)))
	}
	newest := qemuSchema(t, qemuReleases[last])
	h, err := history.New(t.Context(), release(t, qemuReleases[last], newest), older)
	if err != nil {
		t.Fatal(err)
	}
	return newest, h
}

func qemuSchema(t *testing.T, version string) *model.Schema {
	t.Helper()
	s, diags := model.Load(testqemu.Corpus(t, version, "qapi", "qapi-schema.json"), parser.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return s
}

// The facts were looked up in QEMU's schema files and in its
// docs/about/removed-features.
func TestFactsOfQEMUsReleases(t *testing.T) {
	for _, recorded := range []bool{false, true} {
		t.Run(map[bool]string{false: "schemas", true: "recordings"}[recorded], func(t *testing.T) {
			_, h := qemu(t, recorded)
			member := func(of, name string) breaking.Part {
				return breaking.Part{Definition: of, Kind: breaking.MemberPart, Name: name}
			}
			for _, tt := range []struct {
				part breaking.Part
				want string
			}{
				{breaking.Part{Definition: "blockdev-add"}, ""},
				{member("blockdev-add", "node-name"), ""},
				{member("BlockdevOptionsNbd", "tls-hostname"), "since 7.2.0"},
				{member("BlockdevOptionsNbd", "reconnect-delay"), "since 4.2.0"},
				{member("object-add", "qom-type"), ""},
				{member("MemoryBackendProperties", "size"), "since 6.1.0"},
				{member("migrate", "channels"), "since 8.2.0"},
				{breaking.Part{Definition: "BlockdevDriver", Kind: breaking.ValuePart, Name: "io_uring"}, "since 7.2.0"},
				{breaking.Part{Definition: "query-stats"}, "since 7.2.0"},
				{breaking.Part{Definition: "blockdev-reopen"}, "since 6.1.0"},
				{breaking.Part{Definition: "object-add", Kind: breaking.BranchPart, Name: "iothread"}, "since 6.1.0"},
			} {
				if got := h.Part(tt.part).String(); got != tt.want {
					t.Errorf("%v: %q, want %q", tt.part, got, tt.want)
				}
			}
			for path, want := range map[string]string{
				"blockdev-add/arg-type/+nbd/server":                    "",
				"blockdev-add/arg-type/+nbd/tls-hostname":              "since 7.2.0",
				"object-add/arg-type/+iothread":                        "since 6.1.0",
				"migrate/arg-type/*uri":                                "since 10.1.0",
				"query-named-block-nodes/ret-type/image/backing-image": "",
			} {
				got, err := h.Path(path)
				if err != nil || got.String() != want {
					t.Errorf("%s: %q, %v, want %q", path, got, err, want)
				}
			}
			props := "argument 'props' of command 'object-add' is gone: clients that send it are refused"
			found := false
			for _, r := range h.Records("object-add") {
				found = found || r.From == "5.2.0" && r.To == "6.1.0" && r.Change.Message == props && r.Part == member("object-add", "props")
			}
			if !found {
				t.Errorf("object-add has no record from 5.2.0 to 6.1.0: %s", props)
			}
		})
	}
}

// What a part's type has at one place by its path, the type's part has too.
func TestPartsHaveWhatTheirPathsHave(t *testing.T) {
	s, h := qemu(t, false)
	index, err := introspect.NewIndex(gen.Introspection(s, nil, true))
	if err != nil {
		t.Fatal(err)
	}
	checked, places := 0, map[string]bool{}
	var walk func(path string, ref string, depth int)
	walk = func(path, ref string, depth int) {
		o, ok := index.Type(ref).(*introspect.Object)
		if a, isArray := index.Type(ref).(*introspect.Array); isArray {
			o, ok = index.Type(a.ElementType).(*introspect.Object)
		}
		if !ok || depth == 0 || s.Lookup(o.Name) == nil || places[path] {
			return
		}
		places[path] = true
		for _, m := range o.Members {
			checked++
			part := breaking.Part{Definition: o.Name, Kind: breaking.MemberPart, Name: m.Name}
			at, err := h.Path(path + "/" + m.Name)
			if err != nil {
				t.Fatal(err)
			}
			for i, in := range at.In {
				if in == breaking.Present && h.Part(part).In[i] != breaking.Present {
					t.Errorf("%s is at %s/%s in %s, and no part of its type there", label(part), path, m.Name, h.Labels()[i])
				}
			}
			walk(path+"/"+m.Name, m.Type, depth-1)
		}
		for _, v := range o.Variants {
			walk(path+"/+"+v.Case, v.Type, depth-1)
		}
	}
	for c := range introspect.All[*introspect.Command](index.Document()) {
		walk(c.Name+"/arg-type", c.ArgType, 4)
		walk(c.Name+"/ret-type", c.RetType, 4)
	}
	if checked < 2500 {
		t.Errorf("only %d members were checked", checked)
	}
	t.Logf("%d members at %d places", checked, len(places))
}

// Every change of a part that the newest schema still has leads to it.
func TestEveryChangeOfWhatIsLeftHasAPart(t *testing.T) {
	s, h := qemu(t, false)
	steps := h.Steps()
	for _, step := range append(steps[:1:1], h.StepsToNewest()...) {
		for _, ch := range step.Changes {
			if len(ch.Parts) == 0 && ch.Rule != "command-removed" && ch.Rule != "event-removed" {
				t.Errorf("%s-%s: %s: it has no part", step.From, step.To, ch.Message)
			}
		}
	}
	for _, step := range steps {
		for _, ch := range step.Changes {
			for _, p := range ch.Parts {
				if s.Lookup(p.Definition) == nil {
					t.Errorf("%s-%s: %s: there is no %s", step.From, step.To, ch.Message, p.Definition)
				}
			}
		}
	}
	if diff := cmp.Diff(qemuReleases, h.Labels()); diff != "" {
		t.Errorf("releases (-want +got):\n%s", diff)
	}
}

func BenchmarkHistoryOfQEMU(b *testing.B) {
	var releases []history.Release
	for _, version := range qemuReleases {
		s, _ := model.Load(testqemu.Corpus(b, version, "qapi", "qapi-schema.json"), parser.Options{})
		r, err := history.Schema(version, s, false)
		if err != nil {
			b.Fatal(err)
		}
		releases = append(releases, r)
	}
	last := len(releases) - 1
	for b.Loop() {
		if _, err := history.New(b.Context(), releases[last], releases[:last]); err != nil {
			b.Fatal(err)
		}
	}
}
