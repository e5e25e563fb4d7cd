package server_test

import (
	"bufio"
	"fmt"
	"io"
	"runtime"
	"runtime/metrics"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/qapi-go/qapi-gen/internal/testconn"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// BenchmarkMemory reports the memory that clients make a server hold at most, as a
// multiple of Limits.TotalBytes: what is in use, and the heap with what the garbage
// collector has not freed yet.
func BenchmarkMemory(b *testing.B) {
	const mib = 1 << 20
	b.Run("clients with an id of 60 MiB", func(b *testing.B) {
		part := []byte(strings.Repeat("x", 64<<10))
		reportMemory(b, func(srv *server.Server) {
			var sent sync.WaitGroup
			for range 4 {
				conn := dialBench(b, srv)
				sent.Go(func() {
					fmt.Fprint(conn, `{"execute": "qmp_capabilities", "id": "`)
					for range 60 * mib / len(part) {
						if _, err := conn.Write(part); err != nil {
							b.Error(err)
							return
						}
					}
					fmt.Fprint(conn, `"}`)
				})
				go func() { _, _ = io.Copy(io.Discard, struct{ io.Reader }{conn}) }()
			}
			sent.Wait()
		})
	})
	b.Run("clients that read no events", func(b *testing.B) {
		reportMemory(b, func(srv *server.Server) {
			for range 300 {
				conn := dialBench(b, srv)
				in := bufio.NewReader(conn)
				testconn.ReadLines(b, in, 1)
				fmt.Fprint(conn, `{"execute": "qmp_capabilities"}`)
				testconn.ReadLines(b, in, 1)
			}
			text := strings.Repeat("x", 10_000)
			for i := range 1000 {
				if err := srv.Emit(portEvent{ID: text, Value: int64(i)}); err != nil {
					b.Fatal(err)
				}
			}
		})
	})
}

// reportMemory reports the memory in use while clients of a server do something.
func reportMemory(b *testing.B, act func(*server.Server)) {
	b.Helper()
	table := basicTable(newGate())
	table.Events = []server.EventInfo{{Name: "PORT"}}
	for b.Loop() {
		runtime.GC()
		samples := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/memory/classes/heap/objects:bytes"}}
		most := make([]uint64, len(samples))
		stop, stopped := make(chan struct{}), make(chan struct{})
		tick := time.NewTicker(time.Millisecond)
		go func() {
			defer close(stopped)
			for {
				metrics.Read(samples)
				for i := range samples {
					most[i] = max(most[i], samples[i].Value.Uint64())
				}
				select {
				case <-tick.C:
				case <-stop:
					return
				}
			}
		}()
		srv := server.New(table)
		act(srv)
		close(stop)
		<-stopped
		tick.Stop()
		_ = srv.Close()
		total := float64(server.DefaultLimits().TotalBytes)
		b.ReportMetric(float64(most[0])/total, "live/TotalBytes")
		b.ReportMetric(float64(most[1])/total, "heap/TotalBytes")
	}
}
