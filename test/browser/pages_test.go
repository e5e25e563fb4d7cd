package browser

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// Pages are the files of a site, by their paths.
type pages map[string][]byte

// overHTTP serves the pages under a path of a web server, and gives the address
// of its folder.
func (s pages) overHTTP(t *testing.T) string {
	t.Helper()
	const folder = "/docs/latest/qmp/"
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, below := strings.CutPrefix(r.URL.Path, folder)
		content, found := s[path.Clean(name)]
		if !below || !found {
			http.NotFound(w, r)
			return
		}
		http.ServeContent(w, r, path.Base(name), testTime, strings.NewReader(string(content)))
	}))
	t.Cleanup(server.Close)
	return server.URL + folder
}

// asFiles writes the pages to a folder, and gives the address of that.
func (s pages) asFiles(t *testing.T) string {
	t.Helper()
	// A name that has to be escaped in an address
	dir := filepath.Join(t.TempDir(), "the reference #1")
	for name, content := range s {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, content, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(dir) + "/"}).String()
}
