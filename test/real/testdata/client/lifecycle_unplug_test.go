package client

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/lifecycle"
	"github.com/qapi-go/qapi-gen/test/real/qemu102"
)

func TestUnplugOfDevicesThatNeedNoGuest(t *testing.T) {
	forEachQEMU(t, func(t *testing.T, program string) {
		one, _, _ := startQEMUProgram(t, program, "-device", "qemu-xhci", "-device", "virtio-scsi-pci,id=scsi")
		ctx, conn := testContext(t), dial(t, one)
		vm := qemu102.NewClient(conn)
		check(t, vm.DeviceAdd(ctx, json.RawMessage(`{"driver": "usb-tablet", "id": "tablet0"}`)))
		check(t, lifecycle.Unplug(ctx, conn, "tablet0"))

		check(t, vm.BlockdevAdd(ctx, qemu102.BlockdevOptions{NodeName: ptr("null0"), NullCo: &qemu102.BlockdevOptionsNull{}}))
		check(t, vm.DeviceAdd(ctx, json.RawMessage(`{"driver": "scsi-hd", "id": "disk0", "bus": "scsi.0", "drive": "null0"}`)))
		check(t, lifecycle.Unplug(ctx, conn, "/machine/peripheral/disk0"))
		check(t, vm.BlockdevDel(ctx, qemu102.BlockdevDelArgs{NodeName: "null0"})) // no device uses it

		var refused *qmp.Error
		if err := lifecycle.Unplug(ctx, conn, "disk0"); !errors.As(err, &refused) || refused.Class != qmp.DeviceNotFound {
			t.Errorf("unplugging what is gone: %v, want DeviceNotFound", err)
		}
	})
}

func TestUnplugWaitsForTheGuest(t *testing.T) {
	forEachQEMU(t, func(t *testing.T, program string) {
		one, two, process := startQEMUProgram(t, program, "-device", "virtio-rng-pci,id=rng0", "-device", "virtio-rng-pci,id=rng1")
		ctx, conn := testContext(t), dial(t, one)
		vm := qemu102.NewClient(conn)
		short, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
		defer cancel()
		if err := lifecycle.Unplug(short, conn, "rng0"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a guest that does not run has released a PCI device: %v", err)
		}
		// A reset releases what was to be released.
		events := dial(t, two).Subscribe(qmp.EventNames("DEVICE_DELETED"))
		check(t, vm.SystemReset(ctx))
		_, err := events.Next(ctx)
		check(t, err)

		waiting := qmp.Intercept(conn, func(ctx context.Context, call qmp.Call, next func(context.Context) error) error {
			err := next(ctx)
			if call.Name == "device_del" {
				_ = process.Kill()
			}
			return err
		})
		if err := lifecycle.Unplug(ctx, waiting, "rng1"); !errors.Is(err, qmp.ErrHangUp) {
			t.Errorf("QEMU has ended: %v, want ErrHangUp", err)
		}
	})
}

func TestUnplugThatTheGuestRefusesAndThenPermits(t *testing.T) {
	forEachQEMU(t, func(t *testing.T, program string) {
		addr, _, _ := startGuest(t, program, stubbornGuest, "-m", "32M,slots=1,maxmem=256M",
			"-object", "memory-backend-ram,id=mem0,size=128M", "-device", "pc-dimm,id=dimm0,memdev=mem0")
		ctx, conn := testContext(t), dial(t, addr)
		vm := qemu102.NewClient(conn)
		check(t, vm.Cont(ctx))
		err := lifecycle.Unplug(ctx, conn, "dimm0")
		var refusal *lifecycle.UnplugError
		if !errors.As(err, &refusal) || refusal.Device != "dimm0" || refusal.Reason == "" {
			t.Fatalf("err = %v, want an *UnplugError", err)
		}
		t.Log(err)
		check(t, lifecycle.Unplug(ctx, conn, "dimm0"))
		check(t, vm.ObjectDel(ctx, qemu102.ObjectDelArgs{ID: "mem0"}))
	})
}
