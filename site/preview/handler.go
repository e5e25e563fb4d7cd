package preview

import (
	"bytes"
	"fmt"
	"net/http"
	"path"
	"strings"
	"time"
)

// ServeHTTP answers requests for the site. A request to a host name that is not
// localhost, an address or s.Host is refused, because it may come from a page
// elsewhere.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case !s.trusted(r):
		http.Error(w, "This server answers to localhost and to addresses. "+
			"To reach it by another name, start it with --serve NAME:PORT.", http.StatusMisdirectedRequest)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "This server is only for reading.", http.StatusMethodNotAllowed)
	case r.URL.Path == eventsPath:
		s.events(w, r)
	case r.URL.Path == scriptPath:
		serve(w, r, scriptPath, reloadScript)
	default:
		s.file(w, r)
	}
}

// file answers with a file of the site, pages with what belongs on top.
func (s *Server) file(w http.ResponseWriter, r *http.Request) {
	st := s.state.Load()
	if st == nil {
		http.Error(w, "The site is not made yet.", http.StatusServiceUnavailable)
		return
	}
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	if name == "" || strings.HasSuffix(r.URL.Path, "/") {
		name = path.Join(name, "index.html")
	}
	content, found := st.files[name]
	switch {
	case !found:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		status := http.StatusNotFound
		if st.files == nil {
			status = http.StatusServiceUnavailable
		}
		w.WriteHeader(status)
		_, _ = w.Write(st.page(st.render("missing"))) // the client may be gone
	case path.Ext(name) == ".html":
		serve(w, r, name, st.page(content))
	default:
		serve(w, r, name, content)
	}
}

// serve answers with a file, which browsers ask for again each time.
func serve(w http.ResponseWriter, r *http.Request, name string, content []byte) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
}

// events tells a page which version of the site there is, at first and when
// there is another, until the page or the server is gone.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	out := http.NewResponseController(w)
	for {
		st := s.state.Load()
		if st == nil {
			return
		}
		if _, err := fmt.Fprintf(w, "event: version\ndata: %s\n\n", st.version); err != nil {
			return
		}
		if out.Flush() != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-st.replaced:
		}
	}
}
