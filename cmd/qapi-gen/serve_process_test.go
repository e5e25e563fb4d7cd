//go:build unix

package main

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A preview of a schema in two files ends with success when it is told to.
func TestServeShowsChangesUntilASignal(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path+".new", []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(path+".new", path); err != nil {
			t.Fatal(err)
		}
	}
	write("schema.json", "{ 'include': 'part.json' }\n")
	write("part.json", "{ 'command': 'first' }\n")
	cmd := exec.CommandContext(t.Context(), os.Args[0], "doc", "--serve", "127.0.0.1:0", filepath.Join(dir, "schema.json"))
	cmd.Args[0] = "qapi-gen" // see TestMain
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	messages := bufio.NewScanner(stderr)
	messageWith := func(text string) string {
		t.Helper()
		for messages.Scan() {
			if strings.Contains(messages.Text(), text) {
				return messages.Text()
			}
		}
		t.Fatalf("the program ended without saying %q", text)
		return ""
	}
	_, url, _ := strings.Cut(messageWith("the site is at "), "the site is at ")
	url, _, _ = strings.Cut(url, " ")
	has := func(path, text string) {
		t.Helper()
		res, err := http.Get(url + path)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		if page, err := io.ReadAll(res.Body); err != nil || !strings.Contains(string(page), text) {
			t.Errorf("%s has no %q: %v\n%s", path, text, err, page)
		}
	}
	has("command/first.html", "first")
	write("part.json", "{ 'command': 'second', 'data': 'Lost' }\n")
	messageWith("error: unknown type 'Lost'")
	has("command/first.html", "error: unknown type &#39;Lost&#39;")
	write("part.json", "{ 'command': 'second' }\n# layout\n{ 'event': 'DONE', 'data': 'Gone' }\n")
	messageWith("error: unknown type 'Gone'")
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, stderr); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("the program ended with %v, want success", err)
	}
}
