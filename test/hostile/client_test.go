package hostile

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// A client writes any bytes, and reads lines.
type client struct {
	net.Conn
	t  *testing.T
	in *bufio.Reader
}

// dial connects to the server. The greeting is not read.
func (h *host) dial(network string) *client {
	h.t.Helper()
	address := h.unix
	if network == "tcp" {
		address = h.tcp
	}
	h.begun.Add(1)
	conn, err := net.Dial(network, address)
	if err != nil {
		h.t.Error(err)
		conn, _ = net.Pipe() // every call fails
		_ = conn.Close()
	} else if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		h.t.Error(err)
	}
	return &client{Conn: conn, t: h.t, in: bufio.NewReader(conn)}
}

// attack runs f for n clients at once, and serves the bystander until all are done.
func (h *host) attack(n int, f func(number int)) {
	h.t.Helper()
	done := make(chan struct{})
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { f(i) })
	}
	go func() {
		all.Wait()
		close(done)
	}()
	for !h.t.Failed() {
		h.serveBystander()
		select {
		case <-done:
			h.serveBystander()
			return
		default:
		}
	}
	<-done
}

// all runs f for n clients at once.
func all(n int, f func(number int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { f(i) })
	}
	all.Wait()
}

// kill closes the connection as the death of the client's process does. Over TCP the
// server gets a reset.
func (c *client) kill() {
	if tcp, ok := c.Conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = c.Close()
}

const (
	negotiateOOB = `{"execute": "qmp_capabilities", "arguments": {"enable": ["oob"]}}`
	negotiate    = `{"execute": "qmp_capabilities"}`
)

// negotiate reads the greeting and negotiates.
func (c *client) negotiate(oob bool) {
	c.t.Helper()
	if greeting := c.receive(); !strings.HasPrefix(greeting, `{"QMP": `) {
		c.t.Errorf("the greeting is %s", greeting)
	}
	if oob {
		c.send(negotiateOOB)
	} else {
		c.send(negotiate)
	}
	c.expect(`{"return": {}}`)
}

func (c *client) send(text string) {
	c.t.Helper()
	if _, err := c.Write([]byte(text)); err != nil {
		c.t.Error(err)
	}
}

// receive returns the next line, or what has come of it before the end.
func (c *client) receive() string {
	line, err := c.in.ReadString('\n')
	if err != nil {
		return fmt.Sprintf("%s(%v)", line, err)
	}
	return strings.TrimSuffix(line, "\r\n")
}

func (c *client) expect(lines ...string) {
	c.t.Helper()
	for _, want := range lines {
		if got := c.receive(); got != want {
			c.t.Errorf("got  %s\nwant %s", got, want)
			return
		}
	}
}

// expectAnyOrder is expect for replies of which some overtake others.
func (c *client) expectAnyOrder(lines ...string) {
	c.t.Helper()
	got := make([]string, len(lines))
	for i := range got {
		got[i] = c.receive()
	}
	slices.Sort(got)
	slices.Sort(lines)
	if !slices.Equal(got, lines) {
		c.t.Errorf("got  %q\nwant %q", got, lines)
	}
}

// drain reads until the server ends the connection.
func (c *client) drain() {
	c.t.Helper()
	for {
		if _, err := c.in.Discard(1 << 10); err != nil {
			if errors.Is(err, os.ErrDeadlineExceeded) {
				c.t.Error("the connection goes on")
			}
			return
		}
	}
}
