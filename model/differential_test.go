package model_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/parser"
)

var (
	mutations = flag.Int("mutations", 500, "mutated schemas to compare with QEMU's front end")
	seed      = flag.Uint64("seed", 1, "seed of the mutations")
	keep      = flag.String("keep", "", "folder to keep the mutated schemas in that QEMU disagrees about")
)

// TestAgreesWithQEMU compares verdict and place with QEMU's front end for all
// of QEMU's own tests.
func TestAgreesWithQEMU(t *testing.T) {
	j := newJudge(t)
	for _, path := range qemuTests(t) {
		tree, diags := build(path)
		if s := disagreement(path, tree, diags, j.ask(t, path)); s != "" {
			t.Error(s)
		}
	}
}

func qemuTests(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(qemuSource(t), "tests", "qapi-schema", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatal("no tests in QEMU's sources:", err)
	}
	return files
}

// TestAgreesWithQEMUOnMutations compares verdict and place with QEMU's front
// end for good schemas with one mistake put in.
func TestAgreesWithQEMUOnMutations(t *testing.T) {
	j := newJudge(t)
	schemas := goodSchemas(t)
	rng := rand.New(rand.NewPCG(*seed, 0))
	dir := t.TempDir()
	accepted := 0
	for i := range *mutations {
		s := schemas[rng.IntN(len(schemas))]
		file := s.files[rng.IntN(len(s.files))]
		text := mutate(rng, s.texts[file])
		root := s.write(t, filepath.Join(dir, fmt.Sprint(i)), file, text)
		tree, diags := build(root)
		if !diags.HasErrors() {
			accepted++
		}
		if said := disagreement(root, tree, diags, j.ask(t, root)); said != "" {
			t.Error(said)
			if *keep != "" {
				s.write(t, filepath.Join(*keep, fmt.Sprint(i)), file, text)
			}
		}
		if err := os.RemoveAll(filepath.Join(dir, fmt.Sprint(i))); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d of %d mutations accepted", accepted, *mutations)
}

// A goodSchema is a schema that is accepted: its files by their paths relative
// to a common folder, the root first.
type goodSchema struct {
	files []string
	texts map[string]string
}

// maxGoodSize keeps the judge fast: it takes 0.3 s for all of QEMU's schema.
const maxGoodSize = 100_000

// goodSchemas are QEMU's accepted tests, ours, and such modules of QEMU's own
// schema as stand on their own.
func goodSchemas(t *testing.T) []goodSchema {
	t.Helper()
	paths := qemuTests(t)
	for _, pattern := range []string{
		filepath.Join("..", "testdata", "qapi-schema", "*.json"),
		filepath.Join(qemuSource(t), "qapi", "*.json"),
		filepath.Join(qemuSource(t), "qga", "*.json"),
		filepath.Join(qemuSource(t), "docs", "interop", "*.json"),
	} {
		more, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, more...)
	}
	var good []goodSchema
	for _, path := range paths {
		if tree, diags := build(path); !diags.HasErrors() {
			if s := newGoodSchema(t, tree); len(s.files) > 0 {
				good = append(good, s)
			}
		}
	}
	if len(good) == 0 {
		t.Fatal("no good schema to start from")
	}
	return good
}

// newGoodSchema copies the files of a schema. It has none where the schema is
// too large.
func newGoodSchema(t *testing.T, tree *parser.Tree) goodSchema {
	t.Helper()
	s := goodSchema{texts: map[string]string{}}
	size := 0
	for _, f := range tree.Files {
		// A folder of its own leaves room for modules beside it.
		name := filepath.Join("root", f.Module)
		s.files = append(s.files, name)
		s.texts[name] = string(f.Source.Text)
		size += len(f.Source.Text)
	}
	if size > maxGoodSize || size == 0 {
		return goodSchema{}
	}
	return s
}

// write writes the schema below dir, with text for one of its files, and gives
// the path of its root.
func (s *goodSchema) write(t *testing.T, dir, file, text string) string {
	t.Helper()
	for _, name := range s.files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		content := s.texts[name]
		if name == file {
			content = text
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, s.files[0])
}

// mutate makes one mistake in text, which may yet be harmless.
func mutate(rng *rand.Rand, text string) string {
	tokens := tokenize(text)
	if len(tokens) == 0 {
		return text
	}
	i, j := rng.IntN(len(tokens)), rng.IntN(len(tokens))
	old, other := text[tokens[i].from:tokens[i].to], text[tokens[j].from:tokens[j].to]
	put := func(s string) string { return text[:tokens[i].from] + s + text[tokens[i].to:] }
	switch rng.IntN(8) {
	case 0:
		return put("")
	case 1:
		return put(old + tokens[i].glue + old)
	case 2:
		return put(other)
	case 3:
		if j < i {
			i, j, old, other = j, i, other, old
		}
		if i == j {
			return text
		}
		return text[:tokens[i].from] + other + text[tokens[i].to:tokens[j].from] + old + text[tokens[j].to:]
	case 4:
		return put(old + tokens[i].glue + other)
	default:
		return put(edit(rng, old))
	}
}

// edit changes a token or line a little.
func edit(rng *rand.Rand, s string) string {
	switch s {
	case "true":
		return "false"
	case "false":
		return "true"
	}
	inner := 0
	if strings.HasPrefix(s, "'") && len(s) > 2 {
		inner = 1
	}
	body := s[inner : len(s)-inner]
	at := rng.IntN(len(body) + 1)
	inserts := []string{
		"-", "_", "*", "A", "z", "0", " ", "@", ":", "x-", "q_", "has-", "__a.b_", "List", ".", "#", "\t", "\n", ". A", "'", "\\", "é",
	}
	switch rng.IntN(6) {
	case 0:
		at = min(at, max(len(body)-1, 0))
		body = body[:at] + body[min(at+1, len(body)):]
	case 1:
		body = strings.ToUpper(body)
	case 2:
		body = strings.ToLower(body)
	case 3:
		body = inserts[rng.IntN(len(inserts))] + body
	case 4:
		body += inserts[rng.IntN(len(inserts))]
	default:
		body = body[:at] + inserts[rng.IntN(len(inserts))] + body[at:]
	}
	return s[:inner] + body + s[len(s)-inner:]
}

// A token is a token of a definition, or a line of a comment.
type token struct {
	from, to int
	glue     string // what may stand between two of them
}

func tokenize(text string) []token {
	var tokens []token
	for pos := 0; pos < len(text); {
		n := 1
		switch c := text[pos]; {
		case c == '#':
			n = strings.IndexByte(text[pos:], '\n')
			tokens = append(tokens, token{pos, pos + n, "\n"})
		case c == '\'':
			n = strings.IndexByte(text[pos+1:], '\'') + 2
			tokens = append(tokens, token{pos, pos + n, " "})
		case strings.IndexByte("{}[]:,", c) >= 0:
			tokens = append(tokens, token{pos, pos + 1, " "})
		case strings.HasPrefix(text[pos:], "true"), strings.HasPrefix(text[pos:], "false"):
			n = strings.IndexByte(text[pos:], 'e') + 1
			tokens = append(tokens, token{pos, pos + n, " "})
		}
		pos += n
	}
	return tokens
}
