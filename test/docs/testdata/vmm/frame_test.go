package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"example.com/vmm/api"
	"github.com/qapi-go/qapi-gen/qapi"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/qmptest"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// connect connects to a server of the page, whose main loop runs until the test
// ends.
func connect(t *testing.T, options ...server.Option) (context.Context, *qmp.Conn, *api.Client) {
	t.Helper()
	loop := make(mainLoop)
	ended := make(chan struct{})
	t.Cleanup(func() { close(ended) })
	go func() {
		for {
			select {
			case task := <-loop:
				task()
			case <-ended:
				return
			}
		}
	}()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	conn := qmptest.Connect(t, newServer(loop, options...))
	return ctx, conn, api.NewClient(conn)
}

func TestCommands(t *testing.T) {
	ctx, conn, client := connect(t)
	if _, err := qmp.AwaitEvent[api.ResumeEvent](ctx, conn, client.Cont, nil); err != nil {
		t.Error(err)
	}
	if status, err := client.QueryStatus(ctx); err != nil || !status.Running {
		t.Errorf("query-status: %+v, %v", status, err)
	}
	if v, err := client.QueryVersion(ctx); err != nil || v.QEMU.Major != 1 {
		t.Errorf("query-version: %+v, %v", v, err)
	}
}

func TestEndsWithItsContext(t *testing.T) {
	t.Chdir(t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- run(ctx, "unix:vm.sock") }()
	conn, err := qmp.Dial(ctx, "unix:vm.sock", qmp.WithDialRetry(10*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := api.NewClient(conn).Cont(ctx); err != nil {
		t.Error(err)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	<-conn.Done()
}

func TestOutOfBand(t *testing.T) {
	ctx, conn, client := connect(t)
	t.Chdir(t.TempDir())
	progress := conn.Subscribe(qmp.EventNames("SAVE_PROGRESS"))
	started := make(chan struct{})
	go func() {
		defer close(started)
		if _, err := progress.Next(ctx); err != nil {
			t.Error(err)
		}
	}()
	if err := cancelSave(ctx, client, started); err == nil || !strings.Contains(err.Error(), "canceled") {
		t.Errorf("save: %v", err)
	}
	if _, err := os.Stat("memory"); err != nil {
		t.Error(err)
	}
}

func cancelSave(ctx context.Context, client *api.Client, started chan struct{}) error {
	//docs:out-of-band-commands 1
	return err
}

func TestThrottle(t *testing.T) {
	//docs:events 1
	ctx, _, client := connect(t, throttled)
	if err := client.Cont(ctx); err != nil {
		t.Error(err)
	}
}

//docs:middleware 1

func TestReadOnly(t *testing.T) {
	ctx, _, client := connect(t, server.WithMiddleware(readOnly))
	if _, err := client.QueryStatus(ctx); err != nil {
		t.Error(err)
	}
	if err := client.Cont(ctx); err == nil {
		t.Error("cont works on a read-only monitor")
	}
}

func TestPolicies(t *testing.T) {
	//docs:policies 1
	ctx, conn, client := connect(t, strict...)
	var raw json.RawMessage
	if err := conn.Execute(ctx, "query-qmp-schema", nil, &raw); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(api.Introspection, `"deprecated"`) || strings.Contains(string(raw), `"deprecated"`) {
		t.Error("the deprecated member of SchemaInfoEnum is not hidden")
	}
	if err := client.Cont(ctx); err != nil {
		t.Error(err)
	}
}

func TestLimits(t *testing.T) {
	//docs:limits 1
	ctx, _, client := connect(t, limited)
	err := client.Save(ctx, api.SaveArgs{Filename: strings.Repeat("x", 2<<20)})
	var refused *qmp.Error
	if !errors.As(err, &refused) {
		t.Error(fmt.Errorf("a message of 2 MiB: %w", err))
	}
}
