package lifecycle

import (
	"context"
	"errors"
	"net"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/qmp"
)

func TestUnplug(t *testing.T) {
	tests := []struct {
		name, device, script string
		want                 *UnplugError
	}{
		{"deleted after the reply", "disk0", `
			-> device_del {"id": "disk0"}
			<- {}
			<* DEVICE_DELETED {"device": "disk0", "path": "/machine/peripheral/disk0"}`, nil},
		{"deleted before the reply", "disk0", `
			-> device_del {"id": "disk0"}
			<* DEVICE_DELETED {"device": "disk0", "path": "/machine/peripheral/disk0"}
			<- {}`, nil},
		{"its parts are deleted first", "nic0", `
			-> device_del {"id": "nic0"}
			<- {}
			<* DEVICE_DELETED {"path": "/machine/peripheral/nic0/virtio-backend"}
			<* DEVICE_DELETED {"device": "nic0", "path": "/machine/peripheral/nic0"}`, nil},
		{"another device is deleted, and deleted twice", "disk0", `
			-> device_del {"id": "disk0"}
			<* DEVICE_DELETED {"device": "disk1", "path": "/machine/peripheral/disk1"}
			<* DEVICE_UNPLUG_GUEST_ERROR {"device": "disk2", "path": "/machine/peripheral/disk2"}
			<* DEVICE_DELETED {"device": "disk0", "path": "/machine/peripheral/disk0"}
			<* DEVICE_DELETED {"device": "disk0", "path": "/machine/peripheral/disk0"}
			<- {}`, nil},
		{"a path with an id", "/machine/peripheral/disk0", `
			-> device_del {"id": "/machine/peripheral/disk0"}
			<- {}
			<* DEVICE_DELETED {"device": "disk0"}`, nil},
		{"a path without an id", "/machine/peripheral-anon/device[1]", `
			-> device_del {"id": "/machine/peripheral-anon/device[1]"}
			<- {}
			<* DEVICE_DELETED {"path": "/machine/peripheral-anon/device[0]"}
			<* DEVICE_DELETED {"path": "/machine/peripheral-anon/device[1]"}`, nil},
		{"the guest refuses", "cpu1", `
			-> device_del {"id": "cpu1"}
			<- {}
			<* DEVICE_UNPLUG_GUEST_ERROR {"device": "cpu1", "path": "/machine/peripheral/cpu1"}`, &UnplugError{Device: "cpu1"}},
		{"the guest refuses memory", "dimm1", `
			-> device_del {"id": "dimm1"}
			<- {}
			<* MEM_UNPLUG_ERROR {"device": "dimm1", "msg": "in use"}`, &UnplugError{Device: "dimm1", Reason: "in use"}},
		{"the guest refuses by ACPI", "dimm1", `
			-> device_del {"id": "dimm1"}
			<- {}
			<* ACPI_DEVICE_OST {"info": {"device": "dimm1", "slot": "0", "slot-type": "DIMM", "source": 1, "status": 0}}
			<* ACPI_DEVICE_OST {"info": {"device": "dimm1", "slot": "0", "slot-type": "DIMM", "source": 3, "status": 132}}
			<* ACPI_DEVICE_OST {"info": {"slot": "1", "slot-type": "DIMM", "source": 3, "status": 1}}
			<* ACPI_DEVICE_OST {"info": {"device": "dimm1", "slot": "0", "slot-type": "DIMM", "source": 3, "status": 130}}`,
			&UnplugError{Device: "dimm1", Reason: "the device is busy"}},
		{"an event was lost, and the device is gone", "disk0", `
			-> device_del {"id": "disk0"}
			<- {}
			<* BLOCK_IO_ERROR
			-> qom-list {"path": "/machine/peripheral/disk0"}
			<! DeviceNotFound no such device`, nil},
		{"an event was lost, and the device is there", "disk0", `
			-> device_del {"id": "disk0"}
			<- {}
			<* BLOCK_IO_ERROR
			-> qom-list {"path": "/machine/peripheral/disk0"}
			<- []
			<* DEVICE_DELETED {"device": "disk0", "path": "/machine/peripheral/disk0"}`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := Unplug(t.Context(), faulty{play(t, tt.script)}, tt.device)
			var got *UnplugError
			if errors.As(err, &got); err != nil && got == nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
		})
	}
}

func TestUnplugOfNothing(t *testing.T) {
	err := Unplug(t.Context(), play(t, `
		-> device_del {"id": "disk0"}
		<! DeviceNotFound no disk0`), "disk0")
	var refused *qmp.Error
	if !errors.As(err, &refused) || refused.Class != qmp.DeviceNotFound {
		t.Errorf("err = %v, want DeviceNotFound", err)
	}
}

func TestUnplugEndsWithItsContext(t *testing.T) {
	ctx, cancel := cancelAt(t, "disk1")
	err := Unplug(ctx, play(t, `
		-> device_del {"id": "disk0"}
		<- {}
		<* DEVICE_DELETED {"device": "disk1", "path": ""}`, cancel), "disk0")
	if !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want context.Canceled", err)
	}
}

func TestUnplugEndsWithTheConnection(t *testing.T) {
	ours, theirs := net.Pipe()
	go func() {
		request := make([]byte, 1000)
		_, _ = theirs.Write([]byte(`{"QMP": {"version": {"qemu": {"major": 9, "minor": 0, "micro": 0}, "package": ""}, "capabilities": []}}`))
		for _, reply := range []string{`{"return": {}, "id": 1}`, `{"return": {}, "id": 2}`} {
			_, _ = theirs.Read(request)
			_, _ = theirs.Write([]byte(reply))
		}
		_ = theirs.Close()
	}()
	conn, err := qmp.NewConn(t.Context(), ours)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := Unplug(t.Context(), conn, "disk0"); !errors.Is(err, qmp.ErrHangUp) {
		t.Errorf("err = %v, want ErrHangUp", err)
	}
}
