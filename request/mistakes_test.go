package request_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/testgolden"
	"github.com/qapi-go/qapi-gen/request"
)

// Each line of testdata/mistakes.txt that starts with "$ " is a command with
// words, between spaces. Below it stand the errors: of introspection alone, and
// of the schema where that gives another.
func TestMistakesAreExplained(t *testing.T) {
	byServer, bySchema := vmm(t)
	path := filepath.Join("testdata", "mistakes.txt")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			b.WriteString("\n" + line)
		}
		if !strings.HasPrefix(line, "$ ") {
			continue
		}
		b.WriteString("\n" + line)
		words := strings.Fields(line)[1:]
		plain := message(byServer, words)
		fmt.Fprintln(&b, plain)
		if named := message(bySchema, words); named != plain {
			fmt.Fprintf(&b, "by the schema:\n%s\n", named)
		}
	}
	b.WriteString("\n")
	testgolden.File(t, path, b.String())
}

func message(c *request.Commands, words []string) string {
	args, err := c.Arguments(words[0], words[1:], files)
	if err == nil {
		return "no error: " + string(args)
	}
	return err.Error()
}

// What a word has that is no text is said too.
func TestWordMustBeUTF8(t *testing.T) {
	byServer, _ := vmm(t)
	_, err := byServer.Arguments("migrate-recover", []string{"uri=\xff"}, nil)
	if err == nil || err.Error() != "migrate-recover: uri: the word is not valid UTF-8" {
		t.Error(err)
	}
}
