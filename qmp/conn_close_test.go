package qmp_test

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/qapi-go/qapi-gen/internal/testconn"
	"github.com/qapi-go/qapi-gen/qmp"
)

// waitAll starts one of everything that waits on a connection.
func waitAll(ctx context.Context, c *qmp.Conn) []<-chan error {
	var ends []<-chan error
	for range 20 { // some of them for a slot
		ends = append(ends, testconn.Execute(ctx, c, "slow"))
	}
	sub := c.Subscribe()
	iterator := c.Events(ctx, nil)
	return append(ends,
		executeOOB(ctx, c, "slow"),
		testconn.Start(func() error {
			_, err := sub.Next(ctx)
			return err
		}),
		testconn.Start(func() error {
			var last error
			for _, err := range iterator {
				last = err
			}
			return last
		}),
	)
}

func TestEndOfTheConnectionFailsAllThatWait(t *testing.T) {
	tests := []struct {
		name string
		end  func(*qmp.Conn, *peer)
		want error
	}{
		{"Close", func(c *qmp.Conn, _ *peer) { _ = c.Close() }, qmp.ErrClosed},
		{"the server hangs up", func(_ *qmp.Conn, p *peer) { _ = p.conn.Close() }, io.EOF},
		{"the server hangs up in a message", func(_ *qmp.Conn, p *peer) {
			_, _ = io.WriteString(p.conn, `{"return": {}`)
			_ = p.conn.Close()
		}, io.ErrUnexpectedEOF},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var server *peer
				c := connect(t, greetingOOB, func(p *peer) {
					server = p
					p.discard()
				})
				ends := waitAll(t.Context(), c)
				synctest.Wait()
				for _, end := range ends {
					testconn.Running(t, end)
				}
				tt.end(c, server)
				for i, end := range ends {
					if err := <-end; !errors.Is(err, tt.want) {
						t.Errorf("waiter %d: %v, want %v", i, err, tt.want)
					}
				}
				<-c.Done()
				if err := c.Err(); !errors.Is(err, tt.want) {
					t.Errorf("Err() = %v, want %v", err, tt.want)
				}
				// And what comes later fails alike.
				for i, end := range waitAll(t.Context(), c) {
					if err := <-end; !errors.Is(err, tt.want) {
						t.Errorf("late waiter %d: %v, want %v", i, err, tt.want)
					}
				}
			})
		})
	}
}

func TestReplyBeforeTheServerHangsUpIsDelivered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, greetingOOB, func(p *peer) {
			p.answer(p.expect("quit"), "{}")
			p.sendf(`{"event": "SHUTDOWN"}`)
			_ = p.conn.Close()
		})
		sub := c.Subscribe()
		if err := c.Execute(t.Context(), "quit", nil, nil); err != nil {
			t.Error(err)
		}
		<-c.Done()
		if ev, err := sub.Next(t.Context()); err != nil || ev.Name != "SHUTDOWN" {
			t.Errorf("got %v, %v, want the event before the end", ev, err)
		}
		if _, err := sub.Next(t.Context()); !errors.Is(err, io.EOF) {
			t.Errorf("err = %v, want io.EOF", err)
		}
	})
}

func TestFailedWriteEndsTheConnection(t *testing.T) {
	broken := errors.New("broken")
	synctest.Test(t, func(t *testing.T) {
		nc, p := pipe(t)
		go func() {
			p.greet(greetingOOB)
			p.discard()
		}()
		conn := &failingConn{Conn: nc, err: broken}
		c, err := qmp.NewConn(t.Context(), conn)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		conn.fail()
		if err := c.Execute(t.Context(), "x", nil, nil); !errors.Is(err, broken) {
			t.Errorf("err = %v, want the write's", err)
		}
		if err := c.Execute(t.Context(), "y", nil, nil); !errors.Is(err, broken) {
			t.Errorf("err = %v, want the cause of the end", err)
		}
	})
}

// A failingConn writes half of what it is given once it is told to fail.
type failingConn struct {
	net.Conn
	err error

	mu      sync.Mutex
	failing bool
}

func (c *failingConn) fail() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.failing = true
}

func (c *failingConn) Write(b []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.failing {
		n, _ := c.Conn.Write(b[:len(b)/2])
		return n, c.err
	}
	return c.Conn.Write(b)
}

func TestCloseIsSafeAtAnyTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for range 50 {
			c := connect(t, greetingOOB, func(p *peer) {
				p.serve(func(r request) string { return `{"return": {}, "id": ` + string(r.ID) + `}` })
			})
			var running sync.WaitGroup
			for range 10 {
				running.Go(func() {
					for c.Execute(t.Context(), "x", nil, nil) == nil {
					}
				})
				running.Go(func() {
					for c.ExecuteOOB(t.Context(), "x", nil, nil) == nil {
					}
				})
			}
			for range 3 {
				running.Go(func() {
					if err := c.Close(); err != nil {
						t.Error(err)
					}
				})
			}
			running.Wait()
			if err := c.Err(); !errors.Is(err, qmp.ErrClosed) {
				t.Errorf("Err() = %v", err)
			}
		}
	})
}
