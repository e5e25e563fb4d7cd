package docs

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// runFrame puts the fragments of a page into its frame, and runs the tests of that
// in the module at dir.
func runFrame(t *testing.T, dir, page, frame string) {
	t.Helper()
	write(t, filepath.Join(dir, "docs_test.go"), fillFrame(t, page, frame))
	env, err := environment()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "go", "test", "-count=1", ".")
	cmd.Dir, cmd.Env = dir, env
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("the Go code of %s: %v\n%s", page, err, out)
	}
}

// fillFrame replaces the marks of a frame by the fragments of a page. Lines keep
// their places in the page for messages of the compiler.
func fillFrame(t *testing.T, page, frame string) string {
	t.Helper()
	fragments := fragments(t, page)
	text, err := os.ReadFile(frame)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for i, line := range strings.Split(string(text), "\n") {
		mark, isMark := strings.CutPrefix(strings.TrimSpace(line), "//docs:")
		if !isMark {
			fmt.Fprintln(&out, line)
			continue
		}
		b, ok := fragments[mark]
		if !ok {
			t.Fatalf("%s:%d: %s has no fragment %q", frame, i+1, page, mark)
		}
		delete(fragments, mark)
		fmt.Fprintf(&out, "//line %s:%d\n%s//line %s:%d\n", page, b.line, b.text, frame, i+2)
	}
	for mark, b := range fragments {
		t.Errorf("%s:%d: the fragment has no frame: write //docs:%s in %s", page, b.line, mark, frame)
	}
	return out.String()
}

// fragments returns the blocks of Go without a file name, by section and number.
// One that has declarations and then statements is two.
func fragments(t *testing.T, page string) map[string]block {
	t.Helper()
	found, count := map[string]block{}, map[string]int{}
	for _, b := range blocks(t, page) {
		if b.lang != "go" || b.info != "" {
			continue
		}
		for _, part := range declarationsFirst(b) {
			count[b.section]++
			found[fmt.Sprintf("%s %d", b.section, count[b.section])] = part
		}
	}
	return found
}

// declarationsFirst divides a block at the first statement behind a declaration.
func declarationsFirst(b block) []block {
	declares, offset := false, 0
	for i, line := range strings.SplitAfter(b.text, "\n") {
		word, _, _ := strings.Cut(line, " ")
		switch {
		case word == "type" || word == "func":
			declares = true
		case !declares || strings.HasPrefix(line, "\t") || strings.HasPrefix(line, "}") || strings.TrimSpace(line) == "":
		case strings.HasPrefix(line, "//"):
		default:
			first, second := b, b
			first.text, second.text = b.text[:offset], b.text[offset:]
			second.line += i
			return []block{first, second}
		}
		offset += len(line)
	}
	return []block{b}
}
