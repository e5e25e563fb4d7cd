package server_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/qapi-go/qapi-gen/internal/testconn"
	"github.com/qapi-go/qapi-gen/qapi"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// BenchmarkRoundTrip is query-status over a unix socket, one request at a
// time and with 32 in flight, beside a server that sends every line back.
func BenchmarkRoundTrip(b *testing.B) {
	const request = `{"execute":"query-status","id":12345}` + "\r\n"
	negotiate := func(arguments string) func(*testing.B, net.Conn, *bufio.Reader) {
		return func(b *testing.B, conn net.Conn, in *bufio.Reader) {
			testconn.ReadLines(b, in, 1)
			fmt.Fprintf(conn, `{"execute": "qmp_capabilities"%s}`, arguments)
			testconn.ReadLines(b, in, 1)
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
				testconn.Exchange(b, conn, in, request, depth)
			})
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
	srv := server.New(benchTable())
	go func() { _ = srv.Serve(context.Background(), l) }()
	b.Cleanup(func() { srv.Close() })
}

func benchTable() *server.DispatchTable {
	return &server.DispatchTable{Commands: []server.Command{{
		Name: "query-status",
		Handler: func(_ context.Context, args server.Args) (any, error) {
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

var typeStatusInfo = qapi.Type{
	Name: "StatusInfo", Kind: qapi.KindStruct,
	Members: []qapi.Member{{Name: "running"}, {Name: "status"}},
}

func (*statusInfo) QAPIType() *qapi.Type { return &typeStatusInfo }

// BenchmarkOutOfBand is an out-of-band call on an idle server, on one that executes a
// command in-band with seven more waiting, and the first call after a command: one that
// has ended, one that runs and was slow before, and one that runs and was quick. It
// reports the 99th percentile too.
func BenchmarkOutOfBand(b *testing.B) {
	const block = `{"execute": "block"}`
	for _, load := range []string{"idle", "saturated", "first, ended", "first, slow before", "first, quick before"} {
		b.Run(load, func(b *testing.B) {
			g := newGate()
			srv := server.New(basicTable(g))
			conn := dialBench(b, srv)
			in := bufio.NewReader(conn)
			testconn.ReadLines(b, in, 1)
			fmt.Fprint(conn, `{"execute": "qmp_capabilities", "arguments": {"enable": ["oob"]}}`)
			testconn.ReadLines(b, in, 1)
			if load == "saturated" {
				fmt.Fprint(conn, block)
				<-g.entered
				fmt.Fprint(conn, strings.Repeat(`{"execute": "ping"}`, 7))
			}
			first, ended := strings.HasPrefix(load, "first"), load == "first, ended"
			end := func() {
				g.open()
				testconn.ReadLines(b, in, 1)
			}
			latencies := make([]time.Duration, 0, b.N)
			for b.Loop() {
				if first {
					server.SetQuick(srv, "block", load == "first, quick before")
					fmt.Fprint(conn, block)
					<-g.entered
				}
				if ended {
					end()
				}
				start := time.Now()
				fmt.Fprint(conn, `{"exec-oob": "rescue", "id": 1}`)
				testconn.ReadLines(b, in, 1)
				latencies = append(latencies, time.Since(start))
				if first && !ended {
					end()
				}
			}
			slices.Sort(latencies)
			b.ReportMetric(float64(latencies[len(latencies)/2].Nanoseconds()), "p50-ns")
			b.ReportMetric(float64(latencies[len(latencies)*99/100].Nanoseconds()), "p99-ns")
		})
	}
}

// dialBench serves a connection until the benchmark ends.
func dialBench(b *testing.B, srv *server.Server) net.Conn {
	b.Helper()
	l, err := net.Listen("unix", filepath.Join(b.TempDir(), "s"))
	if err != nil {
		b.Fatal(err)
	}
	go func() { _ = srv.Serve(context.Background(), l) }()
	conn, err := net.Dial("unix", l.Addr().String())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = conn.Close()
		_ = srv.Close()
	})
	return conn
}
