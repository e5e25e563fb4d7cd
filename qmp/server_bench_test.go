package qmp_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"testing"

	"github.com/qapi-go/qapi-gen/qmp"
)

// BenchmarkRoundTrip is query-status over a unix socket, one request at a
// time and with 32 in flight, beside a server that sends every line back.
func BenchmarkRoundTrip(b *testing.B) {
	const request = `{"execute":"query-status","id":12345}` + "\r\n"
	negotiate := func(arguments string) func(*testing.B, net.Conn, *bufio.Reader) {
		return func(b *testing.B, conn net.Conn, in *bufio.Reader) {
			readLines(b, in, 1)
			fmt.Fprintf(conn, `{"execute": "qmp_capabilities"%s}`, arguments)
			readLines(b, in, 1)
		}
	}
	peers := []struct {
		name  string
		serve func(b *testing.B, l net.Listener)
		start func(*testing.B, net.Conn, *bufio.Reader)
	}{
		{"echo", serveEcho, func(*testing.B, net.Conn, *bufio.Reader) {}},
		{"server", serveBench, negotiate("")},
		{"server-oob", serveBench, negotiate(`, "arguments": {"enable": ["oob"]}`)},
	}
	for _, depth := range []int{1, 32} {
		for _, peer := range peers {
			b.Run(fmt.Sprintf("inflight=%d/%s", depth, peer.name), func(b *testing.B) {
				l, err := net.Listen("unix", filepath.Join(b.TempDir(), "s"))
				if err != nil {
					b.Fatal(err)
				}
				peer.serve(b, l)
				conn, err := net.Dial("unix", l.Addr().String())
				if err != nil {
					b.Fatal(err)
				}
				defer conn.Close()
				in := bufio.NewReaderSize(conn, 64<<10)
				peer.start(b, conn, in)
				exchange(b, conn, in, request, depth)
			})
		}
	}
}

// exchange sends b.N requests, in batches of depth.
func exchange(b *testing.B, conn net.Conn, in *bufio.Reader, request string, depth int) {
	batch := []byte(request)
	if depth > 1 {
		batch = bytes.Repeat(batch, depth/2)
	}
	b.ReportAllocs()
	b.ResetTimer()
	// Half a batch is sent when the answers to the one before last are in, so
	// that the server always has something to do.
	pending := 0
	for done := 0; done < b.N; {
		for pending+len(batch)/len(request) <= depth {
			if _, err := conn.Write(batch); err != nil {
				b.Fatal(err)
			}
			pending += len(batch) / len(request)
		}
		n := len(batch) / len(request)
		readLines(b, in, n)
		pending -= n
		done += n
	}
}

func readLines(b *testing.B, in *bufio.Reader, n int) {
	for range n {
		if _, err := in.ReadSlice('\n'); err != nil {
			b.Fatal(err)
		}
	}
}

func serveEcho(b *testing.B, l net.Listener) {
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		_, _ = io.Copy(struct{ io.Writer }{conn}, struct{ io.Reader }{conn})
	}()
	b.Cleanup(func() { l.Close() })
}

func serveBench(b *testing.B, l net.Listener) {
	srv := qmp.NewServer(benchTable())
	go func() { _ = srv.Serve(context.Background(), l) }()
	b.Cleanup(func() { srv.Close() })
}

func benchTable() *qmp.DispatchTable {
	return &qmp.DispatchTable{Commands: []qmp.Command{{
		Name: "query-status",
		Handler: func(_ context.Context, args qmp.Args) (any, error) {
			if err := args.None(); err != nil {
				return nil, err
			}
			return statusInfo{Status: "running", Running: true}, nil
		},
	}}}
}

type statusInfo struct {
	Running bool
	Status  string
}

var typeStatusInfo = qmp.Type{
	Name: "StatusInfo", Kind: qmp.KindStruct,
	Members: []qmp.Member{{Name: "running"}, {Name: "status"}},
}

func (*statusInfo) QAPIType() *qmp.Type { return &typeStatusInfo }
