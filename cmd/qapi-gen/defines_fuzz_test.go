package main

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/internal/testcost"
)

// FuzzDefines parses any define file. It is rejected with a short message that
// names a line, or gives names that occur in it. Written one a line, they give
// the same names.
func FuzzDefines(f *testing.F) {
	for _, text := range []string{
		"CONFIG_A\n# not CONFIG_B\n#define CONFIG_C 1\n#undef CONFIG_A\n",
		"/* a\n */ CONFIG_A // b\r\n", "/* open\nCONFIG_A", "/*/ CONFIG_A */ CONFIG_B", "a b", "\x00", "#define 1", strings.Repeat("/*", 100), strings.Repeat("a b ", 1000),
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		set := map[string]bool{}
		var err error
		testcost.Check(t, len(text), 100, func() { err = parseDefines("file", text, set) })
		if err != nil {
			if !strings.HasPrefix(err.Error(), "file:") || len(err.Error()) > 1200 {
				t.Errorf("%d bytes: %.300v", len(err.Error()), err)
			}
			return
		}
		for name := range set {
			if !defineName.MatchString(name) || !strings.Contains(string(text), name) {
				t.Errorf("%q is no name that stands there", name)
			}
		}
		maps.DeleteFunc(set, func(_ string, defined bool) bool { return !defined })
		again := map[string]bool{}
		names := slices.Sorted(maps.Keys(set))
		if err := parseDefines("file", []byte(strings.Join(names, "\n")), again); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(set, again); diff != "" {
			t.Errorf("-file +its names:\n%s", diff)
		}
	})
}
