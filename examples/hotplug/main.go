// Command hotplug starts QEMU with devices, adds others while it runs, and removes one.
// It uses the same Go types on the command line and over QMP.
//
//	go run ./examples/hotplug qemu-system-x86_64
//
// The package in the folder qemu is generated from a small part of QEMU's schema, and
// that in qemu/devices from a recording of six devices of QEMU 10.0.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"time"

	"github.com/qapi-go/qapi-gen/examples/hotplug/qemu"
	"github.com/qapi-go/qapi-gen/examples/hotplug/qemu/devices"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/cmdline"
	"github.com/qapi-go/qapi-gen/qmp/lifecycle"
)

//go:generate go run ../../cmd/qapi-gen generate -o qemu schema.json
//go:generate go run ../../cmd/qapi-gen generate -o qemu/devices --devices devices.json schema.json

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: hotplug QEMU")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1], os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "hotplug:", err)
		os.Exit(1)
	}
}

// patience is how long everything together may take.
const patience = 30 * time.Second

// run starts QEMU, plugs and unplugs devices, and ends QEMU.
func run(ctx context.Context, program string, out io.Writer) (err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	dir, err := os.MkdirTemp("", "hotplug")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	socket := filepath.Join(dir, "qmp")
	args, err := options(socket)
	if err != nil {
		return err
	}
	vm := exec.CommandContext(ctx, program, args...) //nolint:gosec // the user names the program
	vm.Stderr = os.Stderr
	if err := vm.Start(); err != nil {
		return err
	}
	defer func() {
		_ = vm.Process.Kill()
		_ = vm.Wait() // it was killed
	}()
	conn, err := qmp.Dial(ctx, "unix:"+socket, qmp.WithDialRetry(10*time.Millisecond))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // it always returns nil
	return plug(ctx, conn, out)
}

// options returns QEMU's command line: a machine that does not run, with a monitor, and
// with what the devices need.
func options(socket string) ([]string, error) {
	args := []string{
		"-M", "pc", "-nodefaults", "-display", "none", "-S",
		"-chardev", "socket,id=monitor,server=on,wait=off,path=" + socket, "-mon", "chardev=monitor,mode=control",
	}
	typed, err := cmdline.Argv(
		qemu.ObjectOptions{QOMType: qemu.ObjectTypeIOThread, ID: "io0"},
		qemu.ObjectOptions{QOMType: qemu.ObjectTypeRNGBuiltin, ID: "random"},
		qemu.BlockdevOptions{NodeName: ptr("disk"), NullCo: &qemu.BlockdevOptionsNull{Size: ptr(int64(1 << 20))}},
		devices.QEMUXHCI{ID: "usb"},
	)
	return append(args, typed...), err
}

// plug adds devices and removes one of them.
func plug(ctx context.Context, conn *qmp.Conn, out io.Writer) error {
	vm := qemu.NewClient(conn)
	for _, d := range []devices.Device{
		devices.VirtioBlkPCI{ID: "disk0", Drive: "disk", IOThread: "io0", WriteCache: ptr(qemu.OnOffAutoOn), Serial: ptr("0001")},
		devices.VirtioRNGPCI{ID: "rng0", RNG: "random", MaxBytes: ptr(uint64(1 << 10)), Period: ptr(uint32(1000))},
		devices.USBTablet{ID: "tablet0", Bus: "usb.0"},
	} {
		if err := vm.DeviceAdd(ctx, d); err != nil {
			return err
		}
		text, err := d.MarshalJSON()
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "added %s\n", text)
	}
	if err := lifecycle.Unplug(ctx, conn, "tablet0"); err != nil {
		return err
	}
	fmt.Fprintln(out, "removed tablet0")

	// What an older program sends
	_, err := devices.Decode([]byte(`{"driver": "virtio-net-pci", "id": "net0", "mq": "on"}`))
	fmt.Fprintln(out, "refused:", err)
	return nil
}

// ptr returns a pointer to v. With Go 1.26 it is new(v).
func ptr[T any](v T) *T { return &v }
