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
	"time"

	"github.com/qapi-go/qapi-gen/internal/testconn"
	"github.com/qapi-go/qapi-gen/qapi"
	"github.com/qapi-go/qapi-gen/qmp"
)

// BenchmarkClient is query-status over a unix socket, decoded, by one caller
// and by 32 at once, beside bytes sent and received as they are. The other
// side is the same for both: a process that answers lines at once, or the real
// QEMU when it is installed.
func BenchmarkClient(b *testing.B) {
	const request = `{"execute": "query-status", "id": 12345}` + "\n"
	for _, peer := range []struct {
		name string
		dial func(*testing.B) net.Conn
	}{{"responder", dialResponder}, {"qemu", dialQEMU}} {
		for _, depth := range []int{1, 32} {
			b.Run(fmt.Sprintf("%s/inflight=%d/raw", peer.name, depth), func(b *testing.B) {
				conn := peer.dial(b)
				in := bufio.NewReaderSize(conn, 64<<10)
				fmt.Fprintln(conn, `{"execute": "qmp_capabilities", "id": 0}`)
				testconn.ReadLines(b, in, 2)
				testconn.Exchange(b, conn, in, request, depth)
			})
			b.Run(fmt.Sprintf("%s/inflight=%d/client", peer.name, depth), func(b *testing.B) {
				c, err := qmp.NewConn(b.Context(), peer.dial(b), qmp.WithoutOOB())
				if err != nil {
					b.Fatal(err)
				}
				defer c.Close()
				callConcurrently(b, c, depth)
			})
		}
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

// dialResponder connects to a process of this binary that answers lines.
func dialResponder(b *testing.B) net.Conn {
	path := socketPath(b)
	return dialProcess(b, path, append(os.Environ(), responderSocket+"="+path), os.Args[0])
}

func dialQEMU(b *testing.B) net.Conn {
	if _, err := exec.LookPath("qemu-system-x86_64"); err != nil {
		b.Skip(err)
	}
	path := socketPath(b)
	return dialProcess(b, path, nil, "qemu-system-x86_64", "-M", "none", "-nodefaults", "-display", "none",
		"-qmp", "unix:"+path+",server=on,wait=off")
}

// socketPath returns a name without the benchmark's, which has an equals sign
// that QEMU would take for its own.
func socketPath(b *testing.B) string {
	b.Helper()
	dir, err := os.MkdirTemp("", "qmp") //nolint:usetesting // TempDir has the name in it
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = os.RemoveAll(dir) })
	return filepath.Join(dir, "s")
}

// dialProcess starts a program and connects to it as soon as it listens.
func dialProcess(b *testing.B, path string, env []string, name string, args ...string) net.Conn {
	b.Helper()
	cmd := exec.CommandContext(context.WithoutCancel(b.Context()), name, args...)
	cmd.Env, cmd.Stderr = env, os.Stderr
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	conn, err := net.Dial("unix", path)
	for begin := time.Now(); err != nil; conn, err = net.Dial("unix", path) {
		if time.Since(begin) > 10*time.Second {
			b.Fatal(err)
		}
		runtime.Gosched()
	}
	b.Cleanup(func() { _ = conn.Close() })
	return conn
}

func respond(conn net.Conn) {
	in := bufio.NewReaderSize(conn, 64<<10)
	var out []byte
	_, _ = fmt.Fprintln(conn, greetingNoOOB)
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

type statusInfo struct {
	Running bool
	Status  string
}

var typeStatusInfo = qapi.Type{
	Name: "StatusInfo", Kind: qapi.KindStruct,
	Members: []qapi.Member{{Name: "running"}, {Name: "status"}},
}

func (*statusInfo) QAPIType() *qapi.Type { return &typeStatusInfo }
