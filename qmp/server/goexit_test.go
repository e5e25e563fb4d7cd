package server_test

import (
	"context"
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/qapi-go/qapi-gen/qmp/server"
)

// A handler that ends its goroutine, as testing.T.Fatal does, is answered by an
// error, and everything else goes on.
func TestHandlerThatEndsItsGoroutineIsAnswered(t *testing.T) {
	exits := func(name string, flags server.CommandFlags) server.Command {
		return server.Command{Name: name, Flags: flags, Handler: func(context.Context, server.Args) (any, error) {
			runtime.Goexit()
			return nil, nil
		}}
	}
	executors := map[string][]server.Option{
		"default":          nil,
		"goroutine a call": {server.WithExecutor(server.ExecutorFunc(func(run func()) { go run() }))},
	}
	for name, opts := range executors {
		t.Run(name, func(t *testing.T) {
			var told atomic.Int64
			opts := append(opts, server.WithCallHook(func(c server.Call) {
				if c.Command != "ping" && c.Err != nil {
					told.Add(1)
				}
			}))
			table := basicTable(newGate())
			table.Commands = append(table.Commands, exits("exit", 0), exits("exit-oob", server.AllowOOB), exits("exit-coroutine", server.Coroutine))
			s := serveTable(t, table, opts...)
			for _, oob := range []bool{false, true} {
				m, bystander := s.connect(oob), s.connect(false)
				for range 20 {
					for _, command := range []string{"exit", "exit-coroutine", "exit-oob"} {
						m.send(`{"execute": "%s", "id": 1}`, command)
						m.expect(`{"error": {"class": "GenericError", "desc": "Internal error: the command ` + command + ` ended its goroutine"}, "id": 1}`)
					}
					if oob {
						m.send(`{"exec-oob": "exit-oob", "id": 2}`)
						m.expect(`{"error": {"class": "GenericError", "desc": "Internal error: the command exit-oob ended its goroutine"}, "id": 2}`)
					}
					m.send(`{"execute": "ping", "id": 3}`)
					m.expect(success("3"))
					bystander.send(`{"execute": "ping", "id": 4}`)
					bystander.expect(success("4"))
				}
				if err := m.Close(); err != nil {
					t.Error(err)
				}
			}
			if n := told.Load(); n != 2*20*3+20 {
				t.Errorf("the hook was told of %d commands, want %d", n, 2*20*3+20)
			}
		})
	}
}
