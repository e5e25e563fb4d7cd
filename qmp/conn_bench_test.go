package qmp_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"github.com/qapi-go/qapi-gen/qmp"
)

// BenchmarkClient is query-status over a unix socket, decoded, by one caller
// and by 32 at once, beside bytes sent and received as they are. The other
// side is the same: it cuts lines and answers each with a constant and its id.
func BenchmarkClient(b *testing.B) {
	const request = `{"execute": "query-status", "id": 12345}` + "\n"
	for _, depth := range []int{1, 32} {
		b.Run(fmt.Sprintf("inflight=%d/raw", depth), func(b *testing.B) {
			conn := dialResponder(b)
			exchange(b, conn, bufio.NewReaderSize(conn, 64<<10), request, depth)
		})
		b.Run(fmt.Sprintf("inflight=%d/client", depth), func(b *testing.B) {
			c, err := qmp.NewConn(b.Context(), &greeted{Conn: dialResponder(b)})
			if err != nil {
				b.Fatal(err)
			}
			defer c.Close()
			callConcurrently(b, c, depth)
		})
	}
}

// callConcurrently executes b.N commands from depth goroutines.
func callConcurrently(b *testing.B, c *qmp.Conn, depth int) {
	b.ReportAllocs()
	b.ResetTimer()
	var running sync.WaitGroup
	for i := range depth {
		running.Go(func() {
			for range (b.N + i) / depth {
				var ret statusInfo
				if err := c.Execute(b.Context(), "query-status", nil, &ret); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	running.Wait()
}

// A greeted connection begins with a greeting, which the responder does not
// send.
type greeted struct {
	net.Conn
	once sync.Once
}

func (g *greeted) Read(p []byte) (n int, err error) {
	g.once.Do(func() { n = copy(p, greetingNoOOB) })
	if n > 0 {
		return n, nil
	}
	return g.Conn.Read(p)
}

func runResponder(path string) error {
	l, err := net.Listen("unix", path)
	if err != nil {
		return err
	}
	conn, err := l.Accept()
	if err != nil {
		return err
	}
	respond(conn)
	return nil
}

// dialResponder connects to a process that answers lines.
func dialResponder(b *testing.B) net.Conn {
	b.Helper()
	path := filepath.Join(b.TempDir(), "s")
	cmd := exec.CommandContext(context.WithoutCancel(b.Context()), os.Args[0])
	cmd.Env = append(os.Environ(), responderSocket+"="+path)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	conn, err := net.Dial("unix", path)
	for ; err != nil && b.Context().Err() == nil; conn, err = net.Dial("unix", path) {
		runtime.Gosched()
	}
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = conn.Close()
		if err := cmd.Wait(); err != nil {
			b.Error(err)
		}
	})
	return conn
}

func respond(conn net.Conn) {
	in := bufio.NewReaderSize(conn, 64<<10)
	var out []byte
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return
		}
		id := line[bytes.LastIndexByte(line, ' ')+1:]
		out = append(out, `{"return": {"status": "running", "singlestep": false, "running": true}, "id": `...)
		out = append(out, id...)
		if in.Buffered() > 0 {
			continue
		}
		if _, err := conn.Write(out); err != nil {
			return
		}
		out = out[:0]
	}
}
