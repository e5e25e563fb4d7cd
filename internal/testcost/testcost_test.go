package testcost_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/testcost"
)

// A record keeps the failures of a test instead of failing.
type record struct {
	testing.TB
	failures []string
}

func (r *record) Helper() {}

func (r *record) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

var kept []byte

func TestCheckFailsWhatTakesTooMuch(t *testing.T) {
	const size = 10
	for _, tt := range []struct {
		name, want string
		f          func()
	}{
		{"little", "", func() { kept = make([]byte, 100*size) }},
		{"memory", "bytes of memory, above the limit", func() { kept = make([]byte, 2<<20) }},
	} {
		r := &record{TB: t}
		testcost.Check(r, size, 200, tt.f)
		if got := strings.Join(r.failures, "\n"); (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
