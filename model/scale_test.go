package model_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/edition"
)

// TestLargeSchemas builds schemas whose parts combine in more ways than can be
// tried one by one. Trying them all would not end.
func TestLargeSchemas(t *testing.T) {
	const kind = "{ 'enum': 'Kind', 'data': [ 'a', 'b' ] }\n"
	repeat := func(n int, format string) string {
		var text strings.Builder
		for i := range n {
			fmt.Fprintf(&text, format, i, i+1)
		}
		return text.String()
	}
	for name, text := range map[string]string{
		"unions inside unions": kind + repeat(200, "{ 'union': 'U%[1]da', 'base': { 'k%[1]d': 'Kind' }, "+
			"'discriminator': 'k%[1]d', 'data': { 'a': 'U%[2]da', 'b': 'U%[2]da' } }\n") +
			"{ 'struct': 'U200a', 'data': {} }\n",
		"structs that refer to each other": repeat(2000, "{ 'struct': 'S%[1]da', 'data': { '*x': 'S%[2]da', '*y': [ 'S0a' ] } }\n") +
			"{ 'struct': 'S2000a', 'data': { '*x': 'S0a' } }\n",
		"a union of many branches": "{ 'enum': 'Kind', 'data': [ " + repeat(20000, "'v%[1]d', ") + "'last' ] }\n" +
			"{ 'union': 'Uni', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { " +
			repeat(20000, "'v%[1]d': 'Empty', ") + "'last': 'Empty' } }\n{ 'struct': 'Empty', 'data': {} }\n",
		"bases upon bases": repeat(900, "{ 'struct': 'S%[1]da', 'base': 'S%[2]da', 'data': { 'm%[1]d': 'int' } }\n") +
			"{ 'struct': 'S900a', 'data': {} }\n",
	} {
		t.Run(name, func(t *testing.T) {
			s := buildText(t, text)
			if c, diags := s.Configure(defined()); len(diags) > 0 || len(c.Definitions) != len(s.Definitions) {
				t.Errorf("%d definitions of %d remain", len(c.Definitions), len(s.Definitions))
			}
		})
	}
}

// TestManyMistakes checks that a limited number of mistakes is reported and the
// others are counted, and that suggestions take no time.
func TestManyMistakes(t *testing.T) {
	const n = 5000
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, "{ 'struct': 'S%da', 'data': { 'x': 'Unknown%d' } }\n", i, i)
	}
	_, diags := buildFiles("schema.json", map[string][]byte{"schema.json": []byte(text.String())}, edition.Auto)
	if last := diags[len(diags)-1]; len(diags) != 1001 || !strings.Contains(last.Message, "4000 more") || last.Pos.Line() != 1001 {
		t.Errorf("%d diagnostics for %d mistakes, the last is %q", len(diags), n, last.Message)
	}
}

// TestNestingIsLimited checks that endless nesting is rejected.
func TestNestingIsLimited(t *testing.T) {
	var text strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&text, "{ 'struct': 'S%da', 'base': 'S%da', 'data': { 'm%d': 'int' } }\n", i, i+1, i)
	}
	text.WriteString("{ 'struct': 'S2000a', 'data': {} }\n")
	s, diags := buildFiles("schema.json", map[string][]byte{"schema.json": []byte(text.String())}, edition.Auto)
	if s != nil || len(diags) == 0 || !strings.Contains(diags[0].Message, "more than 1000 types deep") {
		t.Errorf("the diagnostics are %+v", diags)
	}
}
