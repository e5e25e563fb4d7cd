package browser

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// A complaint is what the Nu Html Checker says of a page.
type complaint struct {
	URL, Type, SubType, Message, Extract string
	LastLine                             int
}

// invalid says where pages are not valid HTML, or their styles not valid CSS.
func invalid(t *testing.T, site pages) []complaint {
	t.Helper()
	java, err := exec.LookPath("java")
	if err != nil {
		missing(t, "there is no java in PATH (on Debian: apt-get install default-jre-headless)")
	}
	jar := tool(t, "vnu-jar/build/dist/vnu.jar")
	dir := t.TempDir()
	for name, content := range site {
		switch filepath.Ext(name) {
		case ".html", ".css":
		default:
			continue
		}
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, content, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	ctx, stop := context.WithTimeout(t.Context(), 5*patience)
	defer stop()
	// Its report goes to standard error, and its status is 1 for an error.
	cmd := exec.CommandContext(ctx, java, "-Xss4m", "-XX:TieredStopAtLevel=1", "-jar", jar, "--format", "json", "--also-check-css", dir)
	var report bytes.Buffer
	cmd.Stderr = &report
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	var said struct{ Messages []complaint }
	if err := json.Unmarshal(report.Bytes(), &said); err != nil {
		t.Fatalf("the checker does not report: %v\n%.2000s", err, report.Bytes())
	}
	return said.Messages
}

// valid fails the test for each complaint.
func valid(t *testing.T, site pages) {
	t.Helper()
	for i, c := range invalid(t, site) {
		if i == 20 {
			t.Error("and more")
			break
		}
		t.Error(c)
	}
}

func (c complaint) String() string {
	return fmt.Sprintf("%s:%d: %s %s: %s: %s", filepath.Base(filepath.Dir(c.URL))+"/"+filepath.Base(c.URL), c.LastLine, c.Type, c.SubType, c.Message, c.Extract)
}

func TestTheCheckerOfHTMLFindsFaults(t *testing.T) {
	t.Parallel() // it waits for another program
	const page = `<!DOCTYPE html><html lang="en"><head><title>t</title><link rel="stylesheet" href="a.css"></head><body>%s</body></html>`
	got := invalid(t, pages{
		"good.html":  fmt.Appendf(nil, page, "<p>good</p>"),
		"bad.html":   fmt.Appendf(nil, page, `<p id="a"><div id="a"></p></div>`),
		"bad.css":    []byte("p { colour: red }"),
		"skipped.js": []byte("<"),
	})
	found := map[string]bool{}
	for _, c := range got {
		found[filepath.Base(c.URL)] = true
	}
	if len(found) != 2 || !found["bad.html"] || !found["bad.css"] {
		t.Errorf("the complaints are %v, want some of bad.html and of bad.css", got)
	}
}
