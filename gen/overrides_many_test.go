package gen_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/gen"
)

// A names file with a mistake in every line, and one with the names of another
// schema, give about a thousand diagnostics.
func TestManyMistakesOfANamesFileAreCutShort(t *testing.T) {
	var unused strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&unused, "n%d = N\n", i)
	}
	for _, tt := range []struct{ name, text string }{
		{"mistakes", strings.Repeat("a\n", 2000)},
		{"unused", unused.String()},
	} {
		names, diags := gen.ParseNames(diag.NewSource("names", []byte(tt.text), diag.Pos{}))
		if len(diags) == 0 {
			_, diags = gen.Package(schemaText(t, "{ 'command': 'x' }"), gen.Options{Package: "p", Names: names})
		}
		last := diags[len(diags)-1].Message
		if len(diags) != 1001 || !strings.HasPrefix(last, "too many errors: ") {
			t.Errorf("%s: %d diagnostics, the last is %q", tt.name, len(diags), last)
		}
	}
}
