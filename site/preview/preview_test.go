package preview

import (
	"bufio"
	"context"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/qapi-go/qapi-gen/diag"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A schema of a test is a file whose text is the body of the site's page. A text
// that starts with "bad" is an error, and the site has no page then. A text that
// starts with "include " includes a file.
type schema struct{ path string }

func (s schema) build(_ context.Context, inputs *Inputs) (r Result) {
	read := func(path string) string {
		inputs.Note(path)
		text, err := os.ReadFile(path)
		if err != nil {
			r.Diagnostics.Errorf(diag.Pos{}, diag.Pos{}, "there is no %s", filepath.Base(path))
		}
		return string(text)
	}
	text := read(s.path)
	if name, includes := strings.CutPrefix(text, "include "); includes {
		text = read(filepath.Join(filepath.Dir(s.path), name))
	}
	switch {
	case strings.HasPrefix(text, "bad"):
		r.Diagnostics.Errorf(diag.Pos{}, diag.Pos{}, "%s", text)
	case strings.HasPrefix(text, "doubtful"):
		r.Diagnostics.Errorf(diag.Pos{}, diag.Pos{}, "%s", text).Severity = diag.Warning
	}
	if !r.Diagnostics.HasErrors() {
		r.Files = map[string][]byte{
			"index.html":        []byte("<!DOCTYPE html><html><body class=\"page\"><p>" + text + "</p></body></html>"),
			"type/Foo.html":     []byte("<body>Foo"),
			"assets/script.js":  []byte("1;"),
			"assets/style.css":  []byte("p{}"),
			"command/index.htm": []byte("no page"),
		}
	}
	return r
}

// A preview is a server that runs, and what a test needs of it.
type preview struct {
	t      *testing.T
	url    string
	schema schema
	ticks  chan time.Time
	client *http.Client
}

func start(t *testing.T, text string) *preview {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &preview{
		t: t, url: "http://" + listener.Addr().String(), schema: schema{filepath.Join(t.TempDir(), "root.json")},
		ticks: make(chan time.Time), client: &http.Client{Transport: &http.Transport{}},
	}
	p.write("root.json", text)
	server := &Server{Build: p.schema.build, Host: "docs.example"}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- server.serve(ctx, listener, p.ticks) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("the server ended with %v", err)
		}
		p.client.CloseIdleConnections()
	})
	return p
}

// write replaces a file as editors do, by a rename.
func (p *preview) write(name, text string) {
	p.t.Helper()
	path := filepath.Join(filepath.Dir(p.schema.path), name)
	if err := os.WriteFile(path+".new", []byte(text), 0o666); err != nil {
		p.t.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		p.t.Fatal(err)
	}
}

func (p *preview) get(path string) (status int, body string, header http.Header) {
	p.t.Helper()
	res, err := p.client.Get(p.url + path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return res.StatusCode, string(text), res.Header
}

// events are the versions that the server tells of. Each call waits for one.
func (p *preview) events() (next func() string) {
	p.t.Helper()
	res, err := p.client.Get(p.url + eventsPath)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { res.Body.Close() })
	lines := bufio.NewScanner(res.Body)
	return func() string {
		p.t.Helper()
		for lines.Scan() {
			if version, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				return version
			}
		}
		p.t.Fatalf("the stream of events ended: %v", lines.Err())
		return ""
	}
}

func TestPagesReloadThemselvesAfterAChange(t *testing.T) {
	p := start(t, "one")
	next := p.events()
	first := next()
	_, body, header := p.get("/")
	if !strings.Contains(body, "<p>one</p>") || !strings.Contains(body, `data-version="`+first+`"`) {
		t.Errorf("the page is %s, want the site's of version %s", body, first)
	}
	if got := header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control is %q", got)
	}
	p.ticks <- time.Time{} // nothing has changed
	p.write("root.json", "two")
	p.ticks <- time.Time{}
	second := next()
	if _, body, _ = p.get("/index.html"); !strings.Contains(body, "<p>two</p>") || !strings.Contains(body, second) {
		t.Errorf("the page is %s, want the new one of version %s", body, second)
	}
	if first == second {
		t.Error("two sites have the same version")
	}
	p.write("root.json", "one")
	p.ticks <- time.Time{}
	if third := next(); third != first {
		t.Errorf("the first site has version %s when it is back, want %s", third, first)
	}
}

func TestDiagnosticsStandOnTheLastGoodSite(t *testing.T) {
	p := start(t, "good")
	next := p.events()
	next()
	p.write("root.json", "bad <script>alert(1)</script> & \"more\"")
	p.ticks <- time.Time{}
	next()
	for _, path := range []string{"/", "/type/Foo.html", "/no/such.html"} {
		_, body, _ := p.get(path)
		if !strings.Contains(body, "error: bad &lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;more&#34;") {
			t.Errorf("%s does not show the error, or not as text: %s", path, body)
		}
		if strings.Contains(body, "<script>") {
			t.Errorf("%s has the script of a text: %s", path, body)
		}
	}
	if _, body, _ := p.get("/"); !strings.Contains(body, `<body class="page"><section`) || !strings.Contains(body, "<p>good</p>") ||
		!strings.Contains(body, "Below is the site as it was") {
		t.Errorf("the page is %s, want the last good one below the error", body)
	}
	p.write("root.json", "good again")
	p.ticks <- time.Time{}
	next()
	if _, body, _ := p.get("/"); strings.Contains(body, "error") || !strings.Contains(body, "good again") {
		t.Errorf("the page is %s, want the new one without an error", body)
	}
	p.write("root.json", "doubtful")
	p.ticks <- time.Time{}
	next()
	if _, body, _ := p.get("/"); !strings.Contains(body, "warning: doubtful") || strings.Contains(body, "as it was") {
		t.Errorf("the page is %s, want the new one below a warning", body)
	}
}

func TestASchemaThatIsWrongFromTheStart(t *testing.T) {
	p := start(t, "include lost.json")
	next := p.events()
	next()
	status, body, _ := p.get("/")
	if status != http.StatusServiceUnavailable || !strings.Contains(body, "error: there is no lost.json") || !strings.Contains(body, "No site yet") {
		t.Errorf("the page is %d %s, want the error", status, body)
	}
	p.write("lost.json", "found")
	p.ticks <- time.Time{}
	next()
	if status, body, _ = p.get("/"); status != http.StatusOK || !strings.Contains(body, "found") {
		t.Errorf("the page is %d %s, want the site", status, body)
	}
	if err := os.Remove(filepath.Join(filepath.Dir(p.schema.path), "lost.json")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	p.ticks <- time.Time{}
	next()
	if _, body, _ = p.get("/"); !strings.Contains(body, "there is no lost.json") || !strings.Contains(body, "found") {
		t.Errorf("the page is %s, want the last site below the error", body)
	}
}

func TestFilesOfTheSite(t *testing.T) {
	p := start(t, "text")
	for _, tt := range []struct {
		path, contentType, body string
		status                  int
	}{
		{"/", "text/html; charset=utf-8", "text", 200},
		{"/type/Foo.html", "text/html; charset=utf-8", "Foo<script src=", 200},
		{"/type/../index.html", "text/html; charset=utf-8", "text", 200},
		{"/type/", "text/html; charset=utf-8", "No such page", 404},
		{"/type/Bar.html", "text/html; charset=utf-8", "No such page", 404},
		{"/assets/script.js", "text/javascript; charset=utf-8", "1;", 200},
		{"/assets/style.css", "text/css; charset=utf-8", "p{}", 200},
		{scriptPath, "text/javascript; charset=utf-8", "EventSource", 200},
	} {
		status, body, header := p.get(tt.path)
		if status != tt.status || header.Get("Content-Type") != tt.contentType || !strings.Contains(body, tt.body) {
			t.Errorf("GET %s: %d %s %s, want %d %s and %q in it", tt.path, status, header.Get("Content-Type"), body, tt.status, tt.contentType, tt.body)
		}
	}
	res, err := p.client.Post(p.url+"/", "text/plain", strings.NewReader("x"))
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusMethodNotAllowed || res.Header.Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: %d, Allow %q", res.StatusCode, res.Header.Get("Allow"))
	}
}

func TestNamesOfElsewhereAreRefused(t *testing.T) {
	p := start(t, "text")
	for host, want := range map[string]int{
		"localhost": 200, "localhost:1234": 200, "LocalHost.": 200, "vmm.localhost:80": 200,
		"127.0.0.1": 200, "127.0.0.1:8080": 200, "[::1]:8080": 200, "[::1]": 200, "192.0.2.7:80": 200,
		"docs.example": 200, "Docs.Example:8080": 200,
		"evil.example": 421, "localhost.evil.example:8080": 421, "127.0.0.1.evil.example": 421, "notlocalhost": 421,
	} {
		for _, path := range []string{"/", eventsPath} {
			if want == 200 && path == eventsPath {
				continue // it has no end
			}
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.url+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			req.Host = host
			res, err := p.client.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			if res.StatusCode != want {
				t.Errorf("Host %s, %s: %d, want %d", host, path, res.StatusCode, want)
			}
		}
	}
}
