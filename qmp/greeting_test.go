package qmp_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/internal/testcost"
	"github.com/qapi-go/qapi-gen/qmp"
)

// greet connects to a server that sends text first and agrees to everything.
func greet(t *testing.T, text string) (g qmp.Greeting, err error) {
	t.Helper()
	nc, p := pipe(t)
	var server sync.WaitGroup
	server.Go(func() {
		if _, err := p.conn.Write([]byte(text)); err == nil {
			p.serve(func(r request) string { return `{"return": {}, "id": ` + string(r.ID) + `}` })
		}
	})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // what is no greeting at all
	defer cancel()
	c, err := qmp.NewConn(ctx, nc)
	if err == nil {
		g = c.Greeting()
		_ = c.Close()
	}
	_ = p.conn.Close()
	server.Wait()
	return g, err
}

// Servers of all ages have greeted like this, and later ones may add to it.
func TestGreetingsOfServersAreRead(t *testing.T) {
	oob := []string{"oob"}
	for _, tt := range []struct {
		name, text string
		want       qmp.Greeting
	}{
		{
			"a build without package", `{"QMP": {"version": {"qemu": {"micro": 0, "minor": 1, "major": 10}, "package": ""}, "capabilities": ["oob"]}}`,
			qmp.Greeting{Version: qmp.Version{Major: 10, Minor: 1}, Capabilities: oob},
		},
		{
			"a distributor's", `{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": "Debian 1:7.2+dfsg-7+deb12u18"}, "capabilities": ["oob"]}}`,
			qmp.Greeting{Version: qmp.Version{Major: 7, Minor: 2, Micro: 22, Package: "Debian 1:7.2+dfsg-7+deb12u18"}, Capabilities: oob},
		},
		{
			"before out-of-band execution", `{"QMP": {"version": {"qemu": {"micro": 1, "minor": 12, "major": 0}, "package": " (qemu-kvm-0.12.1.2)"}, "capabilities": []}}`,
			qmp.Greeting{Version: qmp.Version{Minor: 12, Micro: 1, Package: " (qemu-kvm-0.12.1.2)"}},
		},
		{
			"without capabilities", `{"QMP": {"version": {"qemu": {"micro": 50, "minor": 13, "major": 0}, "package": ""}}}`,
			qmp.Greeting{Version: qmp.Version{Minor: 13, Micro: 50}},
		},
		{
			"without package", `{"QMP": {"version": {"qemu": {"micro": 3, "minor": 2, "major": 1}}, "capabilities": []}}`,
			qmp.Greeting{Version: qmp.Version{Major: 1, Minor: 2, Micro: 3}},
		},
		{
			"of the future", `{"more": 1, "QMP": {"version": {"qemu": {"micro": 3, "minor": 2, "major": 2147483647, "nano": -1}, "package": "é\n", "sbom": {}}, "capabilities": ["later", "oob", ""], "Version": null}}`,
			qmp.Greeting{Version: qmp.Version{Major: math.MaxInt32, Minor: 2, Micro: 3, Package: "é\n"}, Capabilities: []string{"later", "oob", ""}},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				got, err := greet(t, tt.text)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("-want +got:\n%s", diff)
				}
			})
		})
	}
}

func TestGreetingsThatAreNoneAreRefused(t *testing.T) {
	version := func(qemu string) string {
		return `{"version": {"qemu": ` + qemu + `, "package": ""}, "capabilities": []}`
	}
	capabilities := func(list string) string {
		return `{"version": {"qemu": {"major": 1, "minor": 2, "micro": 3}, "package": ""}, "capabilities": ` + list + `}`
	}
	for _, tt := range []struct{ name, text, want string }{
		{"null", `null`, `it is null, and not an object`},
		{"array", `[]`, `it is [], and not an object`},
		{"string", `"hello"`, `it is "hello", and not an object`},
		{"empty", `{}`, `it has no version`},
		{"version in capitals", `{"VERSION": {"qemu": {"major": 1, "minor": 2, "micro": 3}}}`, `it has no version`},
		{"version is null", `{"version": null}`, `version is null, and not an object`},
		{"empty version", `{"version": {}}`, `it has no version.qemu`},
		{"version as text", version(`"0.12.50"`), `version.qemu is "0.12.50", and not an object`},
		{"no micro", version(`{"major": 1, "minor": 2}`), `it has no version.qemu.micro`},
		{"micro is null", version(`{"major": 1, "minor": 2, "micro": null}`), `version.qemu.micro is null, and not a number from 0 to 2147483647`},
		{"negative", version(`{"major": -1, "minor": 2, "micro": 3}`), `version.qemu.major is -1, and not a number`},
		{"huge", version(`{"major": 1, "minor": 2147483648, "micro": 3}`), `version.qemu.minor is 2147483648, and not a number`},
		{"beyond any number", version(`{"major": 1, "minor": 2, "micro": ` + strings.Repeat("9", 400) + `}`), `version.qemu.micro is 99999999`},
		{"fraction", version(`{"major": 1.5, "minor": 2, "micro": 3}`), `version.qemu.major is 1.5, and not a number`},
		{"digits in a string", version(`{"major": "1", "minor": 2, "micro": 3}`), `version.qemu.major is "1", and not a number`},
		{"package is null", `{"version": {"qemu": {"major": 1, "minor": 2, "micro": 3}, "package": null}}`, `version.package is null, and not a string`},
		{"capabilities are null", capabilities(`null`), `capabilities is null, and not an array`},
		{"capabilities are an object", capabilities(`{"oob": true}`), `capabilities is {"oob": true}, and not an array`},
		{"a capability is null", capabilities(`[null]`), `capabilities[0] is null, and not a string`},
		{"a capability is an object", capabilities(`["oob", {"new": 1}]`), `capabilities[1] is {"new": 1}, and not a string`},
		{"endless", capabilities(`["` + strings.Repeat(`","`, 30_000) + `"]`), `it is longer than the limit of 65536 bytes`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				_, err := greet(t, `{"QMP": `+tt.text+`}`)
				want := "capabilities negotiation failed: the server's greeting is not that of QMP: " + tt.want
				if !errors.Is(err, qmp.ErrNegotiation) || !strings.Contains(err.Error(), want) || len(err.Error()) > 400 {
					t.Errorf("%.500v, want %s", err, want)
				}
			})
		})
	}
}

// FuzzGreeting reads any greeting. It is refused, or says the same as to
// encoding/json.
func FuzzGreeting(f *testing.F) {
	for _, text := range []string{
		`{"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": "Debian"}, "capabilities": ["oob"]}`,
		`{"version": {"qemu": {"micro": -1, "minor": 1e2, "major": 99999999999}, "package": null}, "capabilities": [1]}`,
		`{"version": {"qemu": "0.12.50"}}`, `{"capabilities": ["\ud800", "\u0000"]}`, `null`, `{"version": null}`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var got qmp.Greeting
		var err error
		testcost.Check(t, len(text), 100, func() {
			synctest.Test(t, func(t *testing.T) { got, err = greet(t, `{"QMP": `+text+`}`) })
		})
		switch {
		case !json.Valid([]byte(text)):
		case err != nil && !errors.Is(err, qmp.ErrNegotiation):
			t.Errorf("no refusal of the greeting: %v", err)
		case err == nil:
			checkGreeting(t, text, got)
		}
	})
}

// checkGreeting compares a greeting with the text it was read from.
func checkGreeting(t *testing.T, text string, got qmp.Greeting) {
	t.Helper()
	var greeting map[string]any
	if err := json.Unmarshal([]byte(text), &greeting); err != nil {
		t.Fatal(err)
	}
	version := greeting["version"].(map[string]any)
	qemu := version["qemu"].(map[string]any)
	pkg, _ := version["package"].(string)
	want := qmp.Greeting{Version: qmp.Version{
		Major: int(qemu["major"].(float64)), Minor: int(qemu["minor"].(float64)), Micro: int(qemu["micro"].(float64)), Package: pkg,
	}}
	list, _ := greeting["capabilities"].([]any)
	for _, name := range list {
		want.Capabilities = append(want.Capabilities, name.(string))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if v := got.Version; min(v.Major, v.Minor, v.Micro) < 0 {
		t.Errorf("got %v", v)
	}
}
