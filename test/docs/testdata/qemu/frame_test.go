package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"log"
	"os"
	"os/exec"
	"testing"
	"time"

	"example.com/control/qemu"
	"example.com/control/qga"
	"github.com/qapi-go/qapi-gen/qapi"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/lifecycle"
	"github.com/qapi-go/qapi-gen/qmp/qmptest"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// bounded returns a context that ends long after every test.
func bounded(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// machine starts QEMU by the function of the page, with its socket vm.sock in a
// folder that becomes the working directory.
func machine(t *testing.T, args ...string) (context.Context, *qmp.Conn, *qemu.Client) {
	t.Helper()
	dir, err := os.MkdirTemp("", "docs")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	ctx := bounded(t)
	args = append([]string{"-nodefaults", "-display", "none", "-machine", "q35", "-S"}, args...)
	cmd, conn, err := startQEMU(ctx, "vm.sock", args...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = conn.Close()
		end(cmd)
		_ = os.RemoveAll(dir)
	})
	return ctx, conn, qemu.NewClient(conn)
}

func end(cmd *exec.Cmd) {
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
}

// try fails the test if f does.
func try(t *testing.T, f func() error) {
	t.Helper()
	if err := f(); err != nil {
		t.Fatal(err)
	}
}

//docs:start-qemu-with-a-monitor 1

//docs:connect-and-call 1

func TestArguments(t *testing.T) {
	ctx, _, vm := machine(t)
	if out, err := exec.CommandContext(ctx, "qemu-img", "create", "-f", "qcow2", "disk0.qcow2", "1M").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	disk := "disk0-file"
	try(t, func() error {
		return vm.BlockdevAdd(ctx, qemu.BlockdevOptions{NodeName: &disk, File: &qemu.BlockdevOptionsFile{Filename: "disk0.qcow2"}})
	})
	try(t, func() error {
		//docs:fill-in-arguments 1
		return err
	})
}

func TestOverSSH(t *testing.T) {
	conn, err := dialOverSSH(bounded(t), "host", "vm.sock")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := qemu.NewClient(conn).QueryVersion(bounded(t)); err != nil {
		t.Error(err)
	}
	if err := qemu.NewClient(conn).Quit(bounded(t)); err != nil {
		t.Error(err)
	}
	<-conn.Done()
	_ = conn.Close()
}

func TestErrors(t *testing.T) {
	ctx, _, vm := machine(t)
	//docs:handle-errors 1
	if refused == nil || refused.Class != qmp.DeviceNotFound {
		t.Errorf("the error is %v, want DeviceNotFound", err)
	}
}

func TestEvent(t *testing.T) {
	ctx, conn, vm := machine(t)
	if err := vm.Cont(ctx); err != nil {
		t.Fatal(err)
	}
	try(t, func() error {
		//docs:wait-for-an-event 1
		return nil
	})
}

//docs:wait-for-an-event 2

func TestEvents(t *testing.T) {
	ctx, _, vm := machine(t)
	try(t, func() error {
		//docs:wait-for-an-event 3
		return err
	})
}

func TestJob(t *testing.T) {
	ctx, conn, vm := machine(t)
	//docs:jobs 1
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat("disk.img"); err != nil || info.Size() != 1<<20 {
		t.Errorf("the image: %v, %v", info, err)
	}
	if jobs, err := vm.QueryJobs(ctx); err != nil || len(jobs) > 0 {
		t.Errorf("jobs are left: %v, %v", jobs, err)
	}
}

func TestHotPlug(t *testing.T) {
	ctx, conn, vm := machine(t, "-device", "qemu-xhci")
	try(t, func() error {
		//docs:hot-plug 1
		return nil
	})
	try(t, func() error {
		//docs:hot-plug 2
		return err
	})
}

func TestMigration(t *testing.T) {
	ctx, source, _ := machine(t)
	cmd, destination, err := startQEMU(ctx, "destination.sock", "-nodefaults", "-display", "none", "-machine", "q35", "-S", "-incoming", "defer")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = destination.Close()
		end(cmd)
	})
	try(t, func() error {
		//docs:migration 1
		//docs:migration 2
		return err
	})
	// The destination may be a moment behind.
	try(t, func() error { return lifecycle.Migrate(ctx, destination, lifecycle.Migration{}) })
}

func TestShutdown(t *testing.T) {
	ctx, conn, _ := machine(t)
	const grace = 100 * time.Millisecond
	//docs:shut-down 1
	if err != nil || !forced {
		t.Errorf("forced %v, %v", forced, err)
	}
}

func TestAgent(t *testing.T) {
	ctx, _, _ := machine(t)
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	agent := exec.Command("qemu-ga", "-m", "unix-listen", "-p", dir+"/agent.sock", "-f", dir+"/pid", "-t", dir)
	if err := agent.Start(); err != nil {
		t.Fatal(err)
	}
	defer end(agent)
	probe, err := qmp.Dial(ctx, "unix:agent.sock", qmp.WithGuestAgent(), qmp.WithDialRetry(10*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	_ = probe.Close()
	try(t, func() error {
		//docs:guest-agent 1
		if err == nil && info.Version == "" {
			t.Error("the agent has no version")
		}
		if err != nil {
			return err
		}
		return runInGuest(ctx, conn)
	})
}

func runInGuest(ctx context.Context, conn *qmp.Conn) error {
	//docs:guest-agent 2
	return err
}

func TestFiles(t *testing.T) {
	ctx, _, vm := machine(t)
	if err := os.WriteFile("disk.img", make([]byte, 1<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	try(t, func() error {
		//docs:file-descriptors 1
		return err
	})
}

func TestOutOfBand(t *testing.T) {
	ctx, _, vm := machine(t)
	try(t, func() error {
		//docs:out-of-band-execution 1
		return err
	})
}

func TestTimeout(t *testing.T) {
	ctx, conn, _ := machine(t)
	//docs:timeouts-and-contexts 1
	if _, err := vm.QueryStatus(ctx); err != nil {
		t.Error(err)
	}
}

//docs:reconnect 1

func TestReconnect(t *testing.T) {
	t.Chdir(t.TempDir()) // the path of the socket is relative, and so short
	ctx := bounded(t)
	old, first, err := startQEMU(ctx, "vm.sock", "-nodefaults", "-display", "none", "-machine", "none")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { end(old) })
	_ = first.Close()
	quit := errors.New("used twice")
	used := 0
	err = keepConnected(ctx, "unix:vm.sock", func(ctx context.Context, conn *qmp.Conn) error {
		if used++; used == 2 {
			return quit
		}
		if err := qemu.NewClient(conn).Quit(ctx); err != nil {
			return err
		}
		<-conn.Done()
		_ = old.Wait() // it removes the socket when it exits
		cmd, next, err := startQEMU(ctx, "vm.sock", "-nodefaults", "-display", "none", "-machine", "none")
		if err != nil {
			return err
		}
		t.Cleanup(func() { end(cmd) })
		_ = next.Close()
		return conn.Err()
	})
	if !errors.Is(err, quit) {
		t.Errorf("the error is %v, want %v", err, quit)
	}
}

func TestSupports(t *testing.T) {
	ctx, conn, vm := machine(t)
	try(t, func() error {
		//docs:several-releases 1
		v := conn.Version()
		if since := v.Major > 8 || v.Major == 8 && v.Minor >= 2; !threads || channels != since {
			t.Errorf("threads %v, channels %v, with QEMU %v", threads, channels, v)
		}
		return err
	})
}

//docs:test-without-qemu 1

//docs:test-without-qemu 2

// TestMain makes the recording that a test of the page plays.
func TestMain(m *testing.M) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	cmd, conn, err := startQEMU(ctx, "vm.sock", "-nodefaults", "-display", "none", "-machine", "q35", "-S")
	if err != nil {
		log.Fatal(err)
	}
	_ = conn.Close() // QEMU has one client at a time
	err = record(ctx)
	end(cmd)
	cancel()
	if err != nil {
		log.Fatal(err)
	}
	os.Exit(m.Run())
}

func record(ctx context.Context) error {
	//docs:test-without-qemu 3
}

//docs:test-without-qemu 4
