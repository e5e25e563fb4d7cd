//go:build unix

package server_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/testconn"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// filesTable has the command take, which returns what the files that came
// with it hold.
func filesTable(g *gate) *server.DispatchTable {
	table := basicTable(g)
	table.Commands = append(table.Commands, server.Command{Name: "take", Handler: func(ctx context.Context, _ server.Args) (any, error) {
		texts := []string{}
		for _, f := range server.ReceivedFiles(ctx) {
			text, err := io.ReadAll(f)
			if err != nil {
				return nil, err
			}
			texts = append(texts, string(text))
			if err := f.Close(); err != nil {
				return nil, err
			}
		}
		return texts, nil
	}})
	return table
}

// sendFiles sends a request with files that hold the texts.
func (m *monitor) sendFiles(request string, texts ...string) {
	m.t.Helper()
	var fds []int
	for i, text := range texts {
		path := filepath.Join(m.t.TempDir(), fmt.Sprint(i))
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			m.t.Fatal(err)
		}
		fd, err := syscall.Open(path, syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
		if err != nil {
			m.t.Fatal(err)
		}
		fds = append(fds, fd)
	}
	defer func() {
		for _, fd := range fds {
			_ = syscall.Close(fd)
		}
	}()
	if _, _, err := m.Conn.(*net.UnixConn).WriteMsgUnix([]byte(request), syscall.UnixRights(fds...), nil); err != nil {
		m.t.Fatal(err)
	}
}

func TestServerPassesFilesToTheCommandTheyCameWith(t *testing.T) {
	before := testconn.OpenFiles(t)
	g := newGate()
	s := serveTable(t, filesTable(g))
	m := s.connect(false)
	m.sendFiles(`{"execute": "take"}`, "a", "b")
	m.expect(`{"return": ["a", "b"]}`)
	m.send(`{"execute": "take"}`) // they were taken
	m.expect(`{"return": []}`)
	m.sendFiles(`{"execute": "ping", "id": 1}{"execute": "take"}`, "c") // the first that asks
	m.expect(success("1"), `{"return": ["c"]}`)
	m.sendFiles(`{"execute": "ping", "id": 2}`, "d") // nobody asks
	m.expect(success("2"))
	m.send(`{"execute": "ping", "id": 3}`)
	m.expect(success("3"))
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}

	// Queued requests keep theirs.
	m = blocked(t, s, g, true)
	for i := range 5 {
		m.sendFiles(`{"execute": "take"}`, fmt.Sprint(i))
	}
	m.send(`{"exec-oob": "rescue", "id": 4}`)
	m.expect(success("4"))
	g.open()
	m.expect(success(`"block"`))
	for i := range 5 {
		m.expect(fmt.Sprintf(`{"return": ["%d"]}`, i))
	}

	// Those of a client that leaves are closed.
	m.send(`{"execute": "block"}`)
	g.running(t)
	m.sendFiles(`{"execute": "take"}`, "e")
	m.send(`{"exec-oob": "rescue", "id": 5}`)
	m.expect(success("5"))
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	g.open()
	if err := s.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	if after := testconn.OpenFiles(t); after != before {
		t.Errorf("%d descriptors are open, %d were before", after, before)
	}
}
