package site_test

import (
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/history"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/site"
)

// historyOf compares a schema with older releases at paths.
func historyOf(tb testing.TB, newest *model.Schema, label string, paths ...string) *history.History {
	tb.Helper()
	var older []history.Release
	for _, path := range paths {
		r, diags, err := history.Load(path, nil)
		if err != nil || diags.HasErrors() {
			tb.Fatal(err, diags)
		}
		older = append(older, r)
	}
	history.Sort(older)
	r, err := history.Schema(label, newest, false)
	if err != nil {
		tb.Fatal(err)
	}
	h, err := history.New(tb.Context(), r, older)
	if err != nil {
		tb.Fatal(err)
	}
	return h
}

// What is true of each site is true of one that compares releases.
func TestSitesOfManyReleases(t *testing.T) {
	newest := load(t, testqemu.Corpus(t, "10.2.2", "qapi", "qapi-schema.json"))
	var paths []string
	for _, version := range []string{"2.12.0", "4.2.0", "5.2.0", "6.1.0", "7.2.0", "8.2.0", "10.1.0"} {
		paths = append(paths, testqemu.Corpus(t, version, "qapi", "qapi-schema.json"))
	}
	h := historyOf(t, newest, "10.2.2", paths...)
	for name, single := range map[string]bool{"site": false, "single": true} {
		t.Run(name, func(t *testing.T) {
			files := build(t, newest, site.Options{History: h, Single: single})
			m := &madeSite{newest, files, parsePages(t, files)}
			checkLinks(t, m)
			checkLoads(t, m)
			if single {
				return
			}
			checkParts(t, m)
			checkSizes(t, m)
			for path, p := range m.pages {
				if text := textOf(p.root); !strings.Contains(path, "module/") && !strings.Contains(text, "Changes between releases") {
					t.Errorf("%s does not lead to the releases", path)
				}
			}
		})
	}
}
