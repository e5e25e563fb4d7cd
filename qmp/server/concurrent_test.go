package server_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/qapi-go/qapi-gen/qmp/server"
)

// What a server's methods promise: they may be called from anywhere, while
// clients come, ask and go, and after it was closed.
func TestServerIsUsedFromManyGoroutines(t *testing.T) {
	table := basicTable(newGate())
	table.Events = []server.EventInfo{{Name: "PORT"}, {Name: "STOP"}}
	s := serveTable(t, table, server.WithThrottle("PORT", time.Millisecond, "id"))
	emit := func(i int) {
		if err := s.Emit(portEvent{ID: fmt.Sprint(i % 3), Value: int64(i)}); err != nil {
			t.Error(err)
		}
		if err := s.Emit(haltEvent{}); err != nil {
			t.Error(err)
		}
	}
	const rounds = 100
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i := range rounds {
				emit(i)
			}
		})
	}
	all.Go(func() {
		for range rounds {
			if err := s.Disable("status", "for now"); err != nil {
				t.Error(err)
			}
			if err := s.Enable("status"); err != nil {
				t.Error(err)
			}
		}
	})
	for client := range 4 {
		m := s.connect(client%2 == 0)
		all.Go(func() {
			for i := range rounds {
				fmt.Fprintf(m, `{"execute": "query-qmp-schema"}{"execute": "status"}{"execute": "ping", "id": %d}`, i)
				for line := ""; line != success(fmt.Sprint(i))+"\r\n"; {
					var err error
					if line, err = m.in.ReadString('\n'); err != nil {
						t.Error(err)
						return
					}
				}
			}
			_ = m.Close()
		})
	}
	all.Wait()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	emit(0)
}
