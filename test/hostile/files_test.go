//go:build unix

package hostile

import (
	"context"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/testconn"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// sendFiles sends text with n descriptors.
func (c *client) sendFiles(text string, n int) {
	c.t.Helper()
	null, err := os.Open(os.DevNull)
	if err != nil {
		c.t.Error(err)
		return
	}
	defer null.Close()
	fds := make([]int, n)
	for i := range fds {
		fds[i] = int(null.Fd())
	}
	if _, _, err := c.Conn.(*net.UnixConn).WriteMsgUnix([]byte(text), syscall.UnixRights(fds...), nil); err != nil {
		c.t.Error(err)
	}
}

// atOnce is the most that the kernel passes with one message. The server takes 16.
const atOnce, taken = 253, 16

// ofServer is how many descriptors the server has of its own, or not, by what clients
// do: it watches sockets by one.
const ofServer = 1

// takeFiles is a command that takes the files, and the reply tells how many.
func takeFiles() server.Command {
	return server.Command{Name: "take", Handler: func(ctx context.Context, _ server.Args) (any, error) {
		files := server.ReceivedFiles(ctx)
		for _, f := range files {
			_ = f.Close()
		}
		return int64(len(files)), nil
	}}
}

// Descriptors come in every way but the right one. What a connection holds of them
// is bounded while it lasts, and nothing is left of it.
func TestClientsFloodTheServerWithDescriptors(t *testing.T) {
	attacks := []struct {
		name  string
		flood func(*client)
		held  int // most that the server may hold then
	}{
		{"all at once", func(c *client) { c.sendFiles(`{"exec-oob": "oob", "id": "done"}`, atOnce) }, taken},
		{"unclaimed, time and again", func(c *client) {
			for range 50 {
				c.sendFiles(`{"execute": "ping"}`, taken)
				c.receive()
			}
			c.send(`{"execute": "ping", "id": "done"}`)
		}, taken},
		{"at each byte of a message", func(c *client) {
			text := `{"execute": "ping", "id": "done"}`
			for i := range len(text) {
				c.sendFiles(text[i:i+1], atOnce)
			}
		}, taken},
		{"with no message", func(c *client) {
			for range 20 {
				c.sendFiles(" \t\r\n", taken)
			}
			c.send(`{"execute": "ping", "id": "done"}`)
		}, taken},
		{"with errors", func(c *client) {
			for range 20 {
				c.sendFiles("{]\n", taken)
				c.receive()
			}
			c.send(`{"execute": "ping", "id": "done"}`)
		}, taken},
		{"claimed", func(c *client) {
			for range 20 {
				c.sendFiles(`{"execute": "take"}`, taken)
				c.expect(`{"return": 16}`)
			}
			c.send(`{"execute": "ping", "id": "done"}`)
		}, taken},
		{"out-of-band", func(c *client) {
			c.sendFiles(strings.Repeat(`{"exec-oob": "oob"}`, 20), taken)
			for range 20 {
				c.receive()
			}
			c.send(`{"execute": "ping", "id": "done"}`)
		}, taken},
	}
	for _, attack := range attacks {
		t.Run(attack.name, func(t *testing.T) {
			const clients = 20
			h := newHost(t, []server.Command{takeFiles()})
			h.serveBystander()
			before := testconn.OpenFiles(t)
			all(clients, func(int) {
				c := h.dial("unix")
				t.Cleanup(func() { _ = c.Close() })
				c.negotiate(true)
				attack.flood(c)
				c.expect(`{"return": {}, "id": "done"}`)
			})
			const ends = 2 // of a connection
			if held := testconn.OpenFiles(t) - before - clients*ends; held > clients*attack.held+ofServer {
				t.Errorf("the server holds %d descriptors of %d clients, want at most %d each", held, clients, attack.held)
			}
			h.serveBystander()
		})
	}
}

// Queued requests hold their descriptors, a queue full at most, until they are
// discarded with their connection.
func TestClientsDieWithDescriptorsQueued(t *testing.T) {
	const clients, queue = 20, 8
	h := newHost(t, []server.Command{takeFiles()})
	queued := make([]*client, clients)
	for i := range queued {
		queued[i] = h.dial("unix")
		queued[i].negotiate(true)
	}
	h.bystander.send(block)
	h.serveBystanderOOB()
	before := testconn.OpenFiles(t)
	all(clients, func(i int) {
		c := queued[i]
		for range queue - 1 {
			c.sendFiles(`{"execute": "take"}`, taken)
		}
		c.send(atQueue)
		c.expect(isQueued)
		for range 50 { // that are read no more, or in the middle of a message
			c.sendFiles(`{"execute": "take"}{"exec`, taken)
		}
	})
	h.serveBystanderOOB()
	// Input that is not read stays in the kernel. One more may have been read.
	if held := testconn.OpenFiles(t) - before; held > clients*(queue+1)*taken+ofServer {
		t.Errorf("%d descriptors are held", held)
	}
	all(clients, func(i int) { queued[i].kill() })
	h.awaitEnds(clients)
	if after, want := testconn.OpenFiles(t), before-2*clients; after > want+ofServer {
		t.Errorf("%d descriptors are open, want %d", after, want)
	}
	h.letGo()
	h.bystander.expect(`{"return": {}}`)
	h.serveBystander()
}
