package docs

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/internal/testgolden"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

const languagePage = "docs/language.md"

// TestLanguagePage reads the schema blocks of docs/language.md as one schema. The
// Go blocks must have what generate makes of the definitions above them, and the
// JSON must decode strictly into the type that its fence names.
func TestLanguagePage(t *testing.T) {
	page := blocks(t, languagePage)
	s := pageSchema(t, page)
	files, diags := gen.Package(s, gen.Options{Package: "language"})
	if len(files) == 0 {
		t.Fatal(diags)
	}
	compareGo(t, page, goCode(t, page, s, files))
	decodeMessages(t, page, files)
}

// pageSchema builds the schema of a page. Blocks without a file name are the root
// module, on the lines that they have in the page.
func pageSchema(t *testing.T, page []block) *model.Schema {
	t.Helper()
	files := map[string][]byte{}
	for _, b := range page {
		if b.lang != "qapi" {
			continue
		}
		name := b.info
		if name == "" {
			name = languagePage
		} else {
			name = filepath.Join(filepath.Dir(languagePage), name)
		}
		for bytes.Count(files[name], []byte("\n")) < b.line-1 {
			files[name] = append(files[name], '\n')
		}
		files[name] = append(files[name], b.text...)
	}
	s, diags := model.Load(languagePage, parser.Options{ReadFile: func(path string) ([]byte, error) {
		if text, ok := files[path]; ok {
			return text, nil
		}
		return nil, fs.ErrNotExist
	}})
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	return s
}

// compareGo compares the Go blocks with the code, by their indices.
func compareGo(t *testing.T, page []block, code map[int]string) {
	t.Helper()
	lines := strings.SplitAfter(readPage(t, languagePage), "\n")
	for i, b := range slices.Backward(page) {
		if b.lang == "go" {
			lines = slices.Replace(lines, b.line-1, b.line-1+strings.Count(b.text, "\n"), code[i])
		}
	}
	testgolden.File(t, filepath.Join(root, languagePage), strings.Join(lines, ""))
}

// decodeMessages runs a test in a module with the package: one that decodes the
// JSON blocks.
func decodeMessages(t *testing.T, page []block, files []gen.File) {
	t.Helper()
	dir := t.TempDir()
	for _, f := range files {
		write(t, filepath.Join(dir, f.Name), string(f.Content))
	}
	var cases strings.Builder
	for _, b := range page {
		if b.lang != "json" {
			continue
		}
		for _, text := range payloads(t, b) {
			fmt.Fprintf(&cases, "\t{%d, new(%s), %q},\n", b.line, b.info, text)
		}
	}
	frame, err := os.ReadFile("testdata/language/decode_test.go")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "decode_test.go"), strings.Replace(string(frame), "\t//docs:cases\n", cases.String(), 1))
	env, err := environment()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "sh", "-ec", "go mod init example.com/language; go get "+module+"; go test .")
	cmd.Dir, cmd.Env = dir, env
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("the JSON of %s: %v\n%s", languagePage, err, out)
	}
}

// payloads returns the JSON values of a block; of messages, what they carry.
func payloads(t *testing.T, b block) []string {
	t.Helper()
	var found []string
	for d := json.NewDecoder(strings.NewReader(b.text)); ; {
		var value json.RawMessage
		err := d.Decode(&value)
		if errors.Is(err, io.EOF) {
			return found
		}
		if err != nil {
			t.Fatalf("%s:%d: %v", languagePage, b.line, err)
		}
		var message map[string]json.RawMessage
		_ = json.Unmarshal(value, &message) // other values are no messages
		for kind, carries := range map[string]string{
			"execute": "arguments", "exec-oob": "arguments", "return": "return", "event": "data",
		} {
			if message[kind] != nil {
				value = message[carries]
			}
		}
		found = append(found, string(value))
	}
}
