package others

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// need finds a program, or skips the test.
func need(t *testing.T, program, debianPackage string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		missing := t.Skipf
		if os.Getenv("QAPI_REQUIRE_REAL") == "1" {
			missing = t.Fatalf
		}
		missing("%v (Debian: apt-get install --no-install-recommends %s)", err, debianPackage)
	}
	return path
}

// serve serves some commands at a unix socket until the test ends.
func serve(t *testing.T) (path string) {
	t.Helper()
	srv := server.New(&server.DispatchTable{Commands: []server.Command{
		{Name: "qmp_capabilities"},
		{Name: "echo", Handler: func(_ context.Context, args server.Args) (any, error) { return args.Raw(), nil }},
		{Name: "slow", Handler: func(context.Context, server.Args) (any, error) {
			<-time.After(50 * time.Millisecond) // longer than the client needs to end its sending
			return nil, nil
		}},
	}}, server.WithVersion(qmp.Version{Major: 1}))
	path = filepath.Join(t.TempDir(), "qmp")
	l, err := server.Listen("unix:" + path)
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(context.Background(), l) }()
	t.Cleanup(func() {
		_ = srv.Close()
		if err := <-served; !errors.Is(err, server.ErrClosed) {
			t.Errorf("Serve returned %v", err)
		}
	})
	return path
}

// Requests piped into socat, which ends its sending behind them, are all answered, and
// the server ends the connection then: socat waits for that, up to its -t.
func TestSocatPipesRequests(t *testing.T) {
	socat := need(t, "socat", "socat")
	path := serve(t)
	for _, negotiation := range []string{`{"execute": "qmp_capabilities"}`, `{"execute": "qmp_capabilities", "arguments": {"enable": ["oob"]}}`} {
		var input, want strings.Builder
		input.WriteString(negotiation + "\n")
		want.WriteString(`{"QMP": {"version": {"qemu": {"micro": 0, "minor": 0, "major": 1}, "package": ""}, "capabilities": ["oob"]}}` +
			"\r\n{\"return\": {}}\r\n")
		for i := range 100 {
			fmt.Fprintf(&input, "{'execute': 'echo', 'arguments': {'n': %d}, 'id': %d}\n", i, i)
			fmt.Fprintf(&want, "{\"return\": {\"n\": %d}, \"id\": %d}\r\n", i, i)
		}
		input.WriteString(`{"execute": "slow", "id": "last"}`)
		want.WriteString("{\"return\": {}, \"id\": \"last\"}\r\n")
		cmd := exec.CommandContext(t.Context(), socat, "-t", "60", "-", "UNIX-CONNECT:"+path)
		cmd.Stdin = strings.NewReader(input.String())
		var log bytes.Buffer
		cmd.Stderr = &log
		got, err := cmd.Output()
		if err != nil || string(got) != want.String() {
			t.Errorf("%v %s\ngot  %s\nwant %s", err, &log, got, want.String())
		}
	}
}

// A client reaches the server through socat, which forwards a TCP port to a unix socket.
func TestClientCallsThroughSocat(t *testing.T) {
	socat := need(t, "socat", "socat")
	path := serve(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().(*net.TCPAddr)
	_ = l.Close()
	cmd := exec.Command(socat, fmt.Sprintf("TCP-LISTEN:%d,bind=127.0.0.1,fork,reuseaddr", address.Port), "UNIX-CONNECT:"+path)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	c, err := qmp.Dial(ctx, "tcp:"+address.String(), qmp.WithDialRetry(10*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	results := make(chan error, 100)
	for i := range 100 {
		go func() {
			var got struct{ N int }
			err := c.Execute(ctx, "echo", map[string]int{"N": i}, &got)
			if err == nil && got.N != i {
				err = fmt.Errorf("got %d, want %d", got.N, i)
			}
			results <- err
		}()
	}
	for range 100 {
		if err := <-results; err != nil {
			t.Error(err)
		}
	}
}
