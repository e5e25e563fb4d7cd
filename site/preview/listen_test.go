package preview

import (
	"net"
	"strings"
	"testing"
)

func TestListenIsForThisComputerUnlessToldOtherwise(t *testing.T) {
	for _, tt := range []struct {
		address, host, url string
		local              bool
	}{
		{":0", "localhost", "http://localhost:", true},
		{"localhost:0", "localhost", "http://localhost:", true},
		{"127.0.0.1:0", "127.0.0.1", "http://127.0.0.1:", true},
		{"0.0.0.0:0", "0.0.0.0", "http://localhost:", false},
	} {
		listener, host, url, err := Listen(t.Context(), tt.address)
		if err != nil {
			t.Fatal(err)
		}
		listener.Close()
		at := listener.Addr().(*net.TCPAddr)
		if host != tt.host || !strings.HasPrefix(url, tt.url) || at.IP.IsLoopback() != tt.local {
			t.Errorf("Listen(%s) is at %v, host %s, %s", tt.address, at, host, url)
		}
	}
	for address, want := range map[string]string{
		"8080": "HOST:PORT", "localhost": "HOST:PORT", "localhost:http:1": "HOST:PORT", "localhost:99999": "99999",
	} {
		if _, _, _, err := Listen(t.Context(), address); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Listen(%s): %v, want an error with %q", address, err, want)
		}
	}
}
