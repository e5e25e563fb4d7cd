package fdconn

import (
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/testcost"
)

// FuzzAddress splits any address. An invalid one is rejected with a message
// that describes the forms. Otherwise the parts are one of the networks and the
// rest. A descriptor that is not a number is rejected before anything is
// opened.
func FuzzAddress(f *testing.F) {
	for _, address := range []string{
		"unix:/run/qmp", "unix:", "unix::", "tcp:localhost:4444", "tcp:[::1]:1", "fd:3", "fd:-1", "fd:0x3", "fd:2147483648", "udp:x", "", ":", strings.Repeat("x", 2000), "fd:" + strings.Repeat("9", 2000),
	} {
		f.Add(address)
	}
	f.Fuzz(func(t *testing.T, address string) {
		var network, rest string
		var err error
		testcost.Check(t, len(address), 20, func() { network, rest, err = SplitAddress(address) })
		if err != nil {
			if !strings.Contains(err.Error(), "want unix:PATH, tcp:HOST:PORT or fd:N") || len(err.Error()) > 1200 {
				t.Errorf("%d bytes: %.300v", len(err.Error()), err)
			}
			return
		}
		if network+":"+rest != address || rest == "" || !slices.Contains([]string{"unix", "tcp", "fd"}, network) {
			t.Errorf("%q is taken apart into %q and %q", address, network, rest)
		}
		if _, notNumber := strconv.ParseUint(rest, 10, 31); network != "fd" || notNumber == nil {
			return
		}
		errOpened := errors.New("opened")
		_, err = OpenInherited(rest, "file", func(*os.File) (int, error) { return 0, errOpened })
		if err == nil || errors.Is(err, errOpened) || len(err.Error()) > 1200 {
			t.Errorf("descriptor %.100q: %.300v", rest, err)
		}
	})
}
