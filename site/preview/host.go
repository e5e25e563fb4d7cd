package preview

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// trusted reports whether a request names a host that this server may be. A page
// from elsewhere can give its own name the address of this computer (DNS
// rebinding) and then read what the server answers to that name. It cannot do so
// with an address, with localhost, or with a name that the user gave.
func (s *Server) trusted(r *http.Request) bool {
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	return host == "localhost" || strings.HasSuffix(host, ".localhost") ||
		s.Host != "" && strings.EqualFold(host, s.Host)
}
