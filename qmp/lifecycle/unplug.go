package lifecycle

import (
	"context"
	"fmt"
	"strings"

	"github.com/qapi-go/qapi-gen/qmp"
)

// An UnplugError says that the guest has refused to release a device. The device
// remains in use.
type UnplugError struct {
	// Device is the device as it was given to Unplug.
	Device string
	// Reason is what QEMU reports of the cause. It may be empty.
	Reason string
}

// Error names the device and the reason.
func (e *UnplugError) Error() string {
	text := "the guest refuses to release the device " + e.Device
	if e.Reason != "" {
		text += ": " + e.Reason
	}
	return text
}

// Unplug removes a device, given by its id or its QOM path, and returns when it is gone:
// what it used, such as a block node or a network backend, can be removed then. It
// requests the removal by device_del and waits for DEVICE_DELETED.
//
// Some devices, such as USB devices, go at once. The guest has to release a PCI
// device, a CPU or memory first. If it refuses, Unplug returns an [*UnplugError]. It may
// also not answer at all, so give the context a deadline. The request remains pending
// then, and the device may go later. A second Unplug repeats the request, which QEMU
// refuses on some buses for some seconds after the first.
//
// If there is no such device, the error has the class [qmp.DeviceNotFound].
func Unplug(ctx context.Context, c qmp.Caller, device string) error {
	// DEVICE_UNPLUG_GUEST_ERROR is of QEMU 6.2. What refuses before, or on x86, is
	// in one of the others.
	events := subscribe(ctx, c, "DEVICE_DELETED", "DEVICE_UNPLUG_GUEST_ERROR", "MEM_UNPLUG_ERROR", "ACPI_DEVICE_OST")
	defer events.close()
	if err := c.Execute(ctx, "device_del", idArgs{device}, nil); err != nil {
		return fmt.Errorf("unplugging %s: %w", device, err)
	}
	u := unplugging{newDeviceName(device), device}
	for {
		e, err := events.next(ctx, nil)
		if err != nil {
			return fmt.Errorf("unplugging %s: waiting for DEVICE_DELETED: %w", device, err)
		}
		gone, err := u.handle(e)
		if err == nil && !gone && e.lost {
			gone, err = u.isGone(ctx, c)
		}
		if gone || err != nil {
			return err
		}
	}
}

// A deviceName is a device by its id and by its QOM path. A device without an id has
// the path alone.
type deviceName struct{ id, path string }

// peripheral is the path of the devices that have an id.
const peripheral = "/machine/peripheral/"

func newDeviceName(device string) deviceName {
	if !strings.HasPrefix(device, "/") {
		return deviceName{id: device, path: peripheral + device}
	}
	id, has := strings.CutPrefix(device, peripheral)
	if !has || strings.Contains(id, "/") {
		id = ""
	}
	return deviceName{id: id, path: device}
}

// is reports whether an event is about the device. Events of parts of a device have a
// path and no id.
func (n deviceName) is(id, path string) bool {
	return id != "" && id == n.id || path == n.path
}

// An unplugging is a device that is being removed.
type unplugging struct {
	deviceName
	given string
}

// handle reports whether an event says that the device is gone. The error is an
// UnplugError if the event says that the guest refuses.
func (u unplugging) handle(e event) (gone bool, err error) {
	var data struct {
		Device string
		Path   string
		Msg    string
		Info   ostInfo
	}
	e.decode(&data)
	refusal := ""
	switch e.name {
	case "DEVICE_DELETED":
		return u.is(data.Device, data.Path), nil
	case "DEVICE_UNPLUG_GUEST_ERROR":
	case "MEM_UNPLUG_ERROR":
		refusal = data.Msg
	case "ACPI_DEVICE_OST":
		data.Device = data.Info.Device
		if refusal = data.Info.refusal(); refusal == "" {
			return false, nil
		}
	default:
		return false, nil
	}
	if u.is(data.Device, data.Path) {
		return false, &UnplugError{Device: u.given, Reason: refusal}
	}
	return false, nil
}

// isGone asks whether the device is gone, for when DEVICE_DELETED may have been lost.
func (u unplugging) isGone(ctx context.Context, c qmp.Caller) (bool, error) {
	err := c.Execute(ctx, "qom-list", map[string]string{"path": u.path}, nil)
	switch {
	case hasClass(err, qmp.DeviceNotFound):
		return true, nil
	case refused(err):
		return false, nil
	}
	return false, err
}

// ostInfo is what a guest reports by the ACPI method _OST (ACPI specification, OSPM
// Status Indication): how it deals with a request about a device.
type ostInfo struct {
	Device string
	Source int
	Status int
}

// refusal says why the guest does not eject the device. It is empty if it does, if it
// still tries to, and if the report is about another request.
func (i ostInfo) refusal() string {
	const ejectRequest, ejectionProcessing = 3, 0x103
	if i.Source != ejectRequest && i.Source != ejectionProcessing {
		return ""
	}
	switch i.Status {
	case 1:
		return "it failed to eject it"
	case 2:
		return "it does not know the request"
	case 0x80:
		return "it does not support ejecting it"
	case 0x81:
		return "a program in it uses the device"
	case 0x82:
		return "the device is busy"
	case 0x83:
		return "another device that depends on it is busy"
	}
	return ""
}
