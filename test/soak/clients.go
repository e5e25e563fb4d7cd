package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/qapi-go/qapi-gen/qmp"
)

// A soaker is one client, which connects again and again.
type soaker struct {
	*host
	number int
	random *rand.Rand
	serial int // of its calls
}

// manners are what clients do. The first ones behave.
var manners = []func(*soaker, context.Context){
	connected((*soaker).callInTurn), connected((*soaker).callInTurn),
	connected((*soaker).callAtOnce), connected((*soaker).callAtOnce),
	connected((*soaker).cancelCalls), connected((*soaker).leaveInTheMiddle), connected((*soaker).listen),
	(*soaker).sendNonsense, (*soaker).neverRead, connected((*soaker).provoke),
}

// runClient has a client live by its manner until the context ends.
func (h *host) runClient(ctx context.Context, number int, seed uint64) {
	s := &soaker{host: h, number: number, random: rand.New(rand.NewPCG(seed, uint64(number)))}
	for ctx.Err() == nil {
		manners[number%len(manners)](s, ctx)
	}
}

// connected makes a manner of what a client does with a connection.
func connected(f func(*soaker, context.Context, *qmp.Conn)) func(*soaker, context.Context) {
	return func(s *soaker, ctx context.Context) {
		c, err := qmp.Dial(ctx, "unix:"+s.path, qmp.WithDialRetry(10*time.Millisecond))
		if err != nil {
			return // the server ended in the middle of it, or the run is over
		}
		defer func() { _ = c.Close() }()
		s.connections.Add(1)
		f(s, ctx, c)
	}
}

// count counts a call by its end. It reports whether the connection goes on.
func (s *soaker) count(ctx context.Context, c *qmp.Conn, err error) bool {
	switch {
	case err == nil:
		s.answered.Add(1)
	case errors.Is(err, errMixedUp):
		s.mixedUp.Add(1)
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		s.cancelled.Add(1)
	case c.Err() != nil:
		s.lost.Add(1)
		return false
	default:
		s.failed(err)
	}
	return true
}

var errMixedUp = errors.New("the reply is of another call")

// call calls echo with a value that no other call has.
func (s *soaker) call(ctx context.Context, c *qmp.Conn, value string, oob bool) bool {
	want := fmt.Sprintf(`{"value": "%d.%s"}`, s.number, value)
	call, name := c.Execute, "echo"
	if oob {
		call, name = c.ExecuteOOB, "echo-oob"
	}
	s.calls.Add(1)
	var got json.RawMessage
	err := call(ctx, name, json.RawMessage(want), &got)
	if err == nil && string(got) != want {
		err = fmt.Errorf("%w: got %s, want %s", errMixedUp, got, want)
	}
	return s.count(ctx, c, err)
}

func (s *soaker) next() string { s.serial++; return fmt.Sprint(s.serial) }

func (s *soaker) callInTurn(ctx context.Context, c *qmp.Conn) {
	for n := s.random.IntN(5000); n > 0 && ctx.Err() == nil; n-- {
		if !s.call(ctx, c, s.next(), n%5 == 0) {
			return
		}
	}
}

// callAtOnce has several goroutines call.
func (s *soaker) callAtOnce(ctx context.Context, c *qmp.Conn) {
	round, calls := s.next(), s.random.IntN(500)
	var callers sync.WaitGroup
	for caller := range 10 {
		callers.Go(func() {
			for i := 0; i < calls && ctx.Err() == nil; i++ {
				if !s.call(ctx, c, fmt.Sprintf("%s.%d.%d", round, caller, i), i%7 == 0) {
					return
				}
			}
		})
	}
	callers.Wait()
}

func (s *soaker) cancelCalls(ctx context.Context, c *qmp.Conn) {
	for range s.random.IntN(2000) {
		short, cancel := context.WithTimeout(ctx, time.Duration(s.random.IntN(300))*time.Microsecond)
		goesOn := s.call(short, c, s.next(), s.random.IntN(2) == 0)
		cancel()
		if !goesOn || ctx.Err() != nil {
			return
		}
	}
}

// leaveInTheMiddle closes the connection while calls are under way.
func (s *soaker) leaveInTheMiddle(ctx context.Context, c *qmp.Conn) {
	round := s.next()
	var callers sync.WaitGroup
	for caller := range 5 {
		callers.Go(func() {
			for i := 0; s.call(ctx, c, fmt.Sprintf("%s.%d.%d", round, caller, i), caller == 0) && ctx.Err() == nil; i++ {
			}
		})
	}
	select {
	case <-time.After(time.Duration(s.random.IntN(50)) * time.Millisecond):
	case <-ctx.Done():
	}
	_ = c.Close()
	callers.Wait()
}

// listen reads events, and the calls that there are between.
func (s *soaker) listen(ctx context.Context, c *qmp.Conn) {
	sub := c.Subscribe()
	defer sub.Close()
	for {
		if _, err := sub.Next(ctx); err != nil || !s.call(ctx, c, s.next(), false) {
			return
		}
	}
}

// provoke calls a command that panics.
func (s *soaker) provoke(ctx context.Context, c *qmp.Conn) {
	for range 100 {
		s.calls.Add(1)
		err := c.Execute(ctx, "panic", nil, nil)
		var refused *qmp.Error
		if errors.As(err, &refused) {
			err = nil // as it should be
		}
		if !s.count(ctx, c, err) || ctx.Err() != nil {
			return
		}
	}
}

// raw runs f on a connection that ends by itself after a while.
func (s *soaker) raw(ctx context.Context, f func(net.Conn)) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "unix", s.path)
	if err != nil {
		select { // the server is being restarted
		case <-time.After(10 * time.Millisecond):
		case <-ctx.Done():
		}
		return
	}
	s.connections.Add(1)
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(time.Second))
	f(conn)
}

func (s *soaker) sendNonsense(ctx context.Context) {
	const alphabet = "{}[]:,\"'\\ue019truefalsn\xff\xc0\x80 \n"
	s.raw(ctx, func(conn net.Conn) {
		noise := make([]byte, 4<<10)
		for i := range noise {
			noise[i] = alphabet[s.random.IntN(len(alphabet))]
		}
		_, _ = conn.Write(noise)
		_, _ = io.Copy(io.Discard, conn) // until the deadline
	})
}

func (s *soaker) neverRead(ctx context.Context) {
	s.raw(ctx, func(conn net.Conn) {
		text := []byte(`{"execute": "qmp_capabilities"}` + strings.Repeat(`{"execute": "echo", "arguments": {"a": "some text"}}`, 100))
		for {
			if _, err := conn.Write(text); err != nil {
				return
			}
		}
	})
}
