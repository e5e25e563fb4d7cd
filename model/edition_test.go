package model_test

import (
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
)

// constructs has a schema for each row of the table of editions. The editions
// with the construct accept it, and no others.
var constructs = map[edition.Construct]string{
	edition.WhitelistPragmas: `{ 'pragma': { 'returns-whitelist': [ 'count' ], 'name-case-whitelist': [ 'Loud' ] } }
{ 'command': 'count', 'returns': 'int' }
{ 'enum': 'Loud', 'data': [ 'ON' ] }`,
	edition.ExceptionPragmas:        `{ 'pragma': { 'command-returns-exceptions': [] } }`,
	edition.DocumentationExceptions: `{ 'pragma': { 'documentation-exceptions': [] } }`,
	edition.StringEscapes:           `{ 'c\u006fmmand': 'p\u0069ng' }`,
	edition.CConditions:             `{ 'command': 'ping', 'if': 'defined(A) && !(defined(B) || C)' }`,
	edition.ConditionLists:          `{ 'command': 'ping', 'if': [ 'defined(A)', 'B' ] }`,
	edition.ConditionObjects:        `{ 'command': 'ping', 'if': { 'any': [ 'A', { 'not': 'B' } ] } }`,
	edition.DefinitionConditions:    `{ 'command': 'ping', 'if': 'A' }`,
	edition.MemberConditions:        `{ 'struct': 'Point', 'data': { 'x': { 'type': 'int', 'if': 'A' } } }`,
	edition.UnboxedConditions:       `{ 'command': 'ping', 'data': { 'x': { 'type': 'int', 'if': 'A' } } }`,
	edition.SimpleUnions:            `{ 'union': 'Either', 'data': { 'one': 'int', 'many': ['str'] } }`,
	edition.KindSuffix:              `{ 'enum': 'SomeKind', 'data': [ 'a' ] }`,
	edition.SparseUnions: `{ 'enum': 'Shape', 'data': [ 'dot', 'line' ] }
{ 'struct': 'Line', 'data': { 'length': 'int' } }
{ 'union': 'Figure', 'base': { 'shape': 'Shape' }, 'discriminator': 'shape', 'data': { 'line': 'Line' } }`,
	edition.NestedUnions: `{ 'enum': 'Shape', 'data': [ 'dot', 'line' ] }
{ 'enum': 'Style', 'data': [ 'thin' ] }
{ 'struct': 'Thin', 'data': { 'width': 'int' } }
{ 'union': 'Line', 'base': { 'style': 'Style' }, 'discriminator': 'style', 'data': { 'thin': 'Thin' } }
{ 'union': 'Figure', 'base': { 'shape': 'Shape' }, 'discriminator': 'shape', 'data': { 'line': 'Line' } }`,
	edition.ArrayAlternatives: `{ 'alternate': 'Several', 'data': { 'one': 'int', 'many': ['int'] } }`,
	edition.StructFeatures:    `{ 'struct': 'Point', 'data': {}, 'features': [ 'f' ] }`,
	edition.CommandFeatures:   `{ 'command': 'ping', 'features': [ 'f' ] }`,
	edition.DefinitionFeatures: `{ 'enum': 'Shape', 'data': [ 'dot' ], 'features': [ 'f' ] }
{ 'event': 'TICK', 'features': [ 'f' ] }`,
	edition.MemberFeatures:      `{ 'struct': 'Point', 'data': { 'x': { 'type': 'int', 'features': [ 'f' ] } } }`,
	edition.ValueFeatures:       `{ 'enum': 'Shape', 'data': [ { 'name': 'dot', 'features': [ 'f' ] } ] }`,
	edition.Preconfig:           `{ 'command': 'ping', 'allow-preconfig': true }`,
	edition.Coroutines:          `{ 'command': 'ping', 'coroutine': true }`,
	edition.FreeNames:           `{ 'event': 'tick' } { 'struct': 'point_t', 'data': { 'x_pos': 'int' } } { 'command': 'do_it' }`,
	edition.UndocumentedMembers: "##\n# @Point:\n##\n{ 'struct': 'Point', 'data': { 'x': 'int' } }",
	edition.ReturnsWithoutValue: "##\n# @ping:\n#\n# Returns: nothing\n##\n{ 'command': 'ping' }",
	edition.NoteSections:        "##\n# @ping:\n#\n# Note: it is quick\n##\n{ 'command': 'ping' }",
	edition.InnerHeadings:       "##\n# Text\n# = Title\n##",
	edition.DefinitionHeadings:  "##\n# @ping:\n# = Ping\n##\n{ 'command': 'ping' }",
	edition.FreeIndentation:     "##\n# @ping:\n# @host: the host\n#   to\n# be pinged\n##\n{ 'command': 'ping', 'data': { 'host': 'str' } }",
	edition.FreeStyle:           "##\n# Sends one ping. Then it waits.\n##",
}

// layoutOnly are rows whose absence is no error without --edition.
var layoutOnly = map[edition.Construct]bool{
	edition.InnerHeadings: true, edition.DefinitionHeadings: true, edition.FreeIndentation: true,
}

// notLanguage are rows for which no schema is rejected: features of
// introspection, and markup that is text in other editions.
var notLanguage = []edition.Construct{
	edition.EnumMembers, edition.AllowOOBAlways, edition.IntrospectionBySchemaOrder,
	edition.NameConditions, // which were C expressions before
	edition.ErrorsSections, edition.Headings, edition.TagIndentation, edition.SpecialTypeFeatures, edition.UnstableFeature,
}

func TestEditionsHaveTheirConstructs(t *testing.T) {
	if got, want := len(constructs)+len(notLanguage), len(edition.Constructs()); got != want {
		t.Errorf("the table has %d rows, this test knows %d", want, got)
	}
	for c, text := range constructs {
		t.Run(c.Row().Name, func(t *testing.T) {
			for _, e := range edition.Releases() {
				_, diags := buildFiles("schema.json", map[string][]byte{"schema.json": []byte(text + "\n")}, e)
				if (c == edition.DefinitionHeadings || c == edition.InnerHeadings) && !edition.Headings.In(e) {
					continue // "=" is text again
				}
				if diags.HasErrors() == c.In(e) {
					t.Errorf("edition %v, which has it: %t, says %v", e, c.In(e), diags)
				}
			}
		})
	}
}

// A schema that uses an old construct is accepted without --edition, unless
// another of its constructs is newer. The error then names a suitable edition.
func TestAutoAcceptsWhatAnyReleaseAccepts(t *testing.T) {
	const newer = "{ 'pragma': { 'documentation-exceptions': [] } }\n"
	for c, text := range constructs {
		t.Run(c.Row().Name, func(t *testing.T) {
			if c == edition.SimpleUnions {
				text = "{ 'pragma': { 'returns-whitelist': [] } }\n" + text
			}
			build := func(text string) diag.List {
				_, diags := buildFiles("schema.json", map[string][]byte{"schema.json": []byte(text + "\n")}, edition.Auto)
				return diags
			}
			if diags := build(text); diags.HasErrors() && c != edition.UndocumentedMembers && c != edition.ReturnsWithoutValue {
				t.Errorf("refused: %v", diags)
			}
			if until := c.Row().Until; until != 0 && until < edition.Release(9, 0) && !layoutOnly[c] {
				diags := build(newer + text)
				if !diags.HasErrors() {
					t.Fatal("accepted in a newer schema")
				}
				notes := ""
				for _, d := range diags {
					for _, n := range d.Notes {
						notes += n.Message
					}
				}
				if !strings.Contains(notes, "--edition ") && c != edition.UndocumentedMembers && c != edition.ReturnsWithoutValue {
					t.Errorf("no note names the flag: %v", diags)
				}
			}
		})
	}
}
