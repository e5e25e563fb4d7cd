package parser

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A mutator makes schemas with one or two mistakes from correct schemas.
type mutator struct {
	rng     *rand.Rand
	schemas []string
}

func newMutator(t *testing.T, src string, rng *rand.Rand) *mutator {
	t.Helper()
	m := &mutator{rng: rng}
	for _, path := range schemaPaths(t, src) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		m.schemas = append(m.schemas, string(text))
	}
	return m
}

// schemaPaths returns the paths of the schemas of a QEMU source tree.
func schemaPaths(t *testing.T, src string) []string {
	t.Helper()
	var all []string
	for _, pattern := range []string{"tests/qapi-schema/*.json", "qapi/*.json", "qga/*.json", "docs/interop/*.json"} {
		paths, err := filepath.Glob(filepath.Join(src, pattern))
		if err != nil || len(paths) == 0 {
			t.Fatalf("no %s in %s", pattern, src)
		}
		all = append(all, paths...)
	}
	return all
}

// blocks matches the blank lines that separate the parts of a schema. There are
// none inside comments.
var blocks = regexp.MustCompile(`\n\n+`)

// schema takes a few consecutive definitions of a random schema and mutates
// them once or twice.
func (m *mutator) schema() string {
	parts := blocks.Split(m.schemas[m.rng.IntN(len(m.schemas))], -1)
	from := m.rng.IntN(len(parts))
	text := strings.Join(parts[from:min(len(parts), from+1+m.rng.IntN(4))], "\n\n")
	for range 1 + m.rng.IntN(2) {
		text = m.mutate(text)
	}
	return text
}

// The material of mutations.
var (
	tokens = []string{
		"{", "}", "[", "]", ":", ",", "'x'", "'data'", "'include'", "'pragma'", "true", "false", "truefalse",
		"'", "''", `'\\'`, `'\'`, `'\n'`, "'é'", "#", "##", "x", "\"", "'include': 'no-such.json'", "'include': '.'",
		"'include': 'schema.json'", "'pragma': { 'doc-required': true }", "'pragma': { 'x': 1 }",
		"{ 'pragma': { 'doc-required': 'x' } }", "{ 'pragma': { 'member-name-exceptions': [ 'x' ] } }",
	}
	lines = []string{
		"##", "#", "###", "## x", "# ", "#x", "# @x:", "# @x: y", "# @x y: z", "# @:", "# Features:", "# Returns: x", "# Returns:",
		"# Errors: x", "# Errors:", "# Since: 1.0", "# Since:1.0", "# TODO:", "# TODO::", "# Note: x", "# Example:", "# Notes::",
		"# ::", "# .. qmp-example::", "#     ::", "# One. Two", "#  2. Two", "# etc. 2", "# (e.g. X)", "# xe.g. X", "#     text",
		"#   text", "# = Title", "# " + strings.Repeat("x", 70), "#  http://" + strings.Repeat("x", 70), "", "  # text", "{}", "[]",
		"{ 'include': 'no-such.json' }", "##\n# @x:\n##", "##\n# text\n##", "##\n##",
	}
	chars = []string{
		"#", " ", "\n", "'", "@", ":", "{", "}", ",", "\\", "\t", ".", "A", "é", "\x1f", "\u00a0", "\u2028", "\r", "\r\n", "\x00", "\x7f", "\xff", "\ufeff", "\f",
	}
	tokenStarts = regexp.MustCompile(`'[^'\n]*'|[{}\[\]:,]|true|false|#+|[A-Za-z0-9@]+`)
)

// mutate changes one token, one line or one character.
func (m *mutator) mutate(text string) string {
	switch m.rng.IntN(3) {
	case 0:
		if spans := tokenStarts.FindAllStringIndex(text, -1); len(spans) > 0 {
			span, other := spans[m.rng.IntN(len(spans))], spans[m.rng.IntN(len(spans))]
			return m.change(text, span[0], span[1], text[other[0]:other[1]], tokens)
		}
	case 1:
		all := strings.SplitAfter(text, "\n")
		at := m.rng.IntN(len(all))
		start := len(strings.Join(all[:at], ""))
		return m.change(text, start, start+len(all[at]), all[m.rng.IntN(len(all))], withNewlines(lines))
	}
	at := m.rng.IntN(len(text) + 1)
	return m.change(text, at, min(at+1, len(text)), text[:min(1, len(text))], chars)
}

func withNewlines(lines []string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = l + "\n"
	}
	return out
}

// change deletes, doubles or replaces text[start:end], with another part of the
// text or an element of stock, or inserts such an element before it.
func (m *mutator) change(text string, start, end int, other string, stock []string) string {
	was := text[start:end]
	with := stock[m.rng.IntN(len(stock))]
	switch m.rng.IntN(6) {
	case 0:
		with = ""
	case 1:
		with = was + was
	case 2:
		with = other
	case 3, 4:
		with += was
	}
	return text[:start] + with + text[end:]
}

// includable are the files of random trees.
var includable = []string{"a.json", "b.json", "c.json", "sub/d.json", "sub/e.json"}

// randomFile returns a file of such a tree: a few includes and other
// expressions, some of them wrong.
func randomFile(rng *rand.Rand) string {
	good := []string{
		"{ 'include': 'b.json' }", "{ 'include': 'c.json' }", "{ 'include': 'sub/d.json' }", "{ 'include': 'sub/e.json' }",
		"{ 'include': '../c.json' }", "{ 'include': 'd.json' }", "{ 'include': 'e.json' }", "{ 'include': './b.json' }",
		"{ 'struct': 'S' }", "##\n# @S:\n##\n{ 'struct': 'S' }", "##\n# text\n##", "# text",
		"{ 'pragma': { 'documentation-exceptions': [ 'S' ] } }", "{ 'pragma': { 'doc-required': true } }",
	}
	bad := []string{
		"{ 'include': 'no-such.json' }", "{ 'include': '' }", "{ 'include': '.' }", "{ 'include': 'a.json' }", "{ 'include': '../a.json' }",
		"{ 'include': 'no-such/../b.json' }", "{ 'include': [] }", "##\n# @S:\n##", "##\n# @S:\n# Since:\n##", "##x", "'", "x", "}", "{}}",
		"{ 'pragma': {}, 'x': 'y' }", "'x'",
	}
	var b strings.Builder
	for range rng.IntN(5) {
		stock := good
		if rng.IntN(12) == 0 {
			stock = bad
		}
		b.WriteString(stock[rng.IntN(len(stock))] + "\n")
	}
	return b.String()
}
