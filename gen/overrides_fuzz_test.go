package gen

import (
	"bytes"
	"fmt"
	"go/token"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/internal/testcost"
)

// FuzzNames reads any names file. Its mistakes can be shown, and its names are
// exported ones. Written out and read again, they are the same.
func FuzzNames(f *testing.F) {
	for _, text := range []string{
		"# names\nquery-status = Status\r\nRunState:running=Runs\n  BlockdevOptions.node-name  =  Name\n",
		"a = A\na = B\n", "= A\n", "a\n", "a = b\n", "a = A = B\n", "\xff = \u00c4\n", "a\rb = A", "a = " + strings.Repeat("b", 1000), strings.Repeat("a", 1000) + " = A\n" + strings.Repeat("a", 1000) + " = A",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var names *Names
		var diags diag.List
		testcost.Check(t, len(text), 1000, func() { names, diags = ParseNames(diag.NewSource("names", text, diag.Pos{})) })
		for _, d := range diags {
			if len(d.Message) > 600 {
				t.Errorf("a message of %d bytes: %.300s", len(d.Message), d.Message)
			}
		}
		for _, format := range diag.Formats() {
			if err := diag.Render(new(bytes.Buffer), diags, format); err != nil {
				t.Error(err)
			}
		}
		var again bytes.Buffer
		want := map[string]string{}
		for _, qapi := range slices.Sorted(maps.Keys(names.entries)) {
			want[qapi] = names.entries[qapi].goName
			fmt.Fprintf(&again, "%s = %s\n", qapi, want[qapi])
			if !token.IsExported(want[qapi]) || !token.IsIdentifier(want[qapi]) {
				t.Errorf("%q cannot be exported", want[qapi])
			}
		}
		names, diags = ParseNames(diag.NewSource("names", again.Bytes(), diag.Pos{}))
		got := map[string]string{}
		for qapi, e := range names.entries {
			got[qapi] = e.goName
		}
		if diff := cmp.Diff(want, got); diff != "" || len(diags) > 0 {
			t.Errorf("%v\n-file +its names:\n%s", diags, diff)
		}
	})
}
