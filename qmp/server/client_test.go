//go:build unix

package server_test

import (
	"errors"
	"os"
	"slices"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/testconn"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// These tests let the client meet the server.

// dialServer connects a client to s.
func dialServer(t *testing.T, s *testServer, opts ...qmp.ConnOption) *qmp.Conn {
	t.Helper()
	c, err := qmp.Dial(t.Context(), "unix:"+s.path, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func TestOOBWhileTheServerIsStuck(t *testing.T) {
	for _, form := range []struct {
		name   string
		server []server.Option
		client []qmp.ConnOption
	}{
		{"as merged", nil, nil},
		{"as in the RFC", []server.Option{server.WithRFCRequests()}, []qmp.ConnOption{qmp.WithRFCControl()}},
	} {
		t.Run(form.name, func(t *testing.T) {
			g := newGate()
			s := serveTable(t, basicTable(g), form.server...)
			c := dialServer(t, s, form.client...)
			ends := []<-chan error{testconn.Execute(t.Context(), c, "block")}
			g.running(t)
			for range 50 { // seven fill the queue, the others wait in the client
				ends = append(ends, testconn.Execute(t.Context(), c, "ping"))
			}
			for range 1000 {
				if err := c.ExecuteOOB(t.Context(), "rescue", nil, nil); err != nil {
					t.Fatal(err)
				}
			}
			for _, end := range ends {
				testconn.Running(t, end)
			}
			g.open()
			for _, end := range ends {
				if err := <-end; err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func TestRequestsThatTheServerDropsFail(t *testing.T) {
	g := newGate()
	s := serveTable(t, basicTable(g), server.WithRFCRequests())
	c := dialServer(t, s, qmp.WithRFCControl(), qmp.WithInFlight(100))
	ends := []<-chan error{testconn.Execute(t.Context(), c, "block")}
	g.running(t)
	dropped := c.Subscribe(qmp.EventNames("request-dropped"))
	for range 20 {
		ends = append(ends, testconn.Execute(t.Context(), c, "ping"))
	}
	for range 12 { // what the queue of 8 does not hold
		if _, err := dropped.Next(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	g.open()
	failed := 0
	for _, end := range ends {
		err := <-end
		if errors.Is(err, qmp.ErrRequestDropped) {
			failed++
		} else if err != nil {
			t.Error(err)
		}
	}
	if failed != 12 {
		t.Errorf("%d requests failed, want 12", failed)
	}
}

func TestFilesGoFromClientToServer(t *testing.T) {
	s := serveTable(t, filesTable(newGate()))
	c := dialServer(t, s)
	for _, contents := range [][]string{{"a"}, {}, {"b", "c"}} {
		var files []*os.File
		for _, text := range contents {
			files = append(files, testconn.TempFile(t, text))
		}
		ctx := qmp.ContextWithFiles(t.Context(), files...)
		var got []string
		if err := c.Execute(ctx, "take", nil, &got); err != nil || !slices.Equal(got, contents) {
			t.Errorf("the handler got %q, %v, want %q", got, err, contents)
		}
	}
}

func TestServersWordsReachTheClient(t *testing.T) {
	s := serveTable(t, basicTable(newGate()), server.WithVersion(qmp.Version{Major: 3, Micro: 1, Package: "p"}))
	c := dialServer(t, s)
	if want := (qmp.Version{Major: 3, Micro: 1, Package: "p"}); c.Version() != want {
		t.Errorf("Version() = %v, want %v", c.Version(), want)
	}
	var status statusInfo
	if err := c.Execute(t.Context(), "status", nil, &status); err != nil || status.Status != "ünning" {
		t.Errorf("status: %+v, %v", status, err)
	}
	err := c.Execute(t.Context(), "fail", nil, nil)
	var e *qmp.Error
	if !errors.As(err, &e) || *e != (qmp.Error{Class: qmp.DeviceNotFound, Desc: "no device"}) {
		t.Errorf("fail: %v", err)
	}
	if err := c.ExecuteNoReply(t.Context(), "quiet", nil); err != nil {
		t.Errorf("quiet: %v", err)
	}
	if err := c.ExecuteNoReply(t.Context(), "fail", nil); !errors.As(err, &e) {
		t.Errorf("fail, without reply on success: %v", err)
	}
	if err := c.ExecuteOOB(t.Context(), "ping", nil, nil); !errors.As(err, &e) {
		t.Errorf("out-of-band without allow-oob: %v", err)
	}
}
