package client

import (
	"encoding/json"
	"math"
	"slices"
	"testing"

	"github.com/qapi-go/qapi-gen/qmp/cmdline"
	"github.com/qapi-go/qapi-gen/test/real/devices"
	"github.com/qapi-go/qapi-gen/test/real/qemu102"
)

// backends are what the devices below refer to.
var backends = []any{
	qemu102.ObjectOptions{QOMType: qemu102.ObjectTypeIOThread, ID: "io0"},
	qemu102.ObjectOptions{ID: "random0", RNGBuiltin: &qemu102.RNGProperties{}},
	qemu102.ObjectOptions{ID: "crypto0", CryptodevBackendBuiltin: &qemu102.CryptodevBackendProperties{}},
	qemu102.ObjectOptions{ID: "mem0", MemoryBackendRAM: &qemu102.MemoryBackendProperties{Size: 128 << 20}},
	qemu102.ObjectOptions{ID: "mem1", MemoryBackendRAM: &qemu102.MemoryBackendProperties{Size: 1 << 20, Share: ptr(true)}},
	qemu102.BlockdevOptions{NodeName: ptr("null0"), NullCo: &qemu102.BlockdevOptionsNull{}},
	qemu102.BlockdevOptions{NodeName: ptr("null1"), NullCo: &qemu102.BlockdevOptionsNull{}},
	qemu102.BlockdevOptions{NodeName: ptr("null2"), NullCo: &qemu102.BlockdevOptionsNull{}},
	qemu102.BlockdevOptions{NodeName: ptr("null3"), NullCo: &qemu102.BlockdevOptionsNull{}},
	qemu102.BlockdevOptions{NodeName: ptr("null4"), NullCo: &qemu102.BlockdevOptionsNull{}},
	qemu102.Netdev{ID: "net0", Hubport: &qemu102.NetdevHubPortOptions{HubID: 0}},
	qemu102.Netdev{ID: "net1", Hubport: &qemu102.NetdevHubPortOptions{HubID: 1}},
	qemu102.Audiodev{ID: "audio0", None: &qemu102.AudiodevGenericOptions{}},
	qemu102.DisplayOptions{Type: qemu102.DisplayTypeNone},
	qemu102.CompatPolicy{UnstableInput: ptr(qemu102.CompatPolicyInputAccept)},
}

// textBackends are backends whose options take no JSON.
var textBackends = []string{
	"-chardev", "null,id=char0", "-chardev", "null,id=char1", "-chardev", "null,id=char2",
	"-m", "32M,slots=2,maxmem=512M", "-smp", "1,sockets=2,cores=1,threads=1,maxcpus=2",
}

// plugged are devices with values of every kind that a property has, the buses first.
var plugged = []devices.Device{
	devices.VirtioSCSIPCI{ID: "scsi", NumQueues: ptr(uint32(2)), IOThread: "io0"},
	devices.VirtioSerialPCI{ID: "serial", MaxPorts: ptr(uint32(4))},
	devices.QEMUXHCI{ID: "xhci", P2: ptr(uint32(6)), Streams: ptr(true)},
	devices.IntelHda{ID: "hda", Addr: ptr("0x1b")},
	devices.VirtioNetPCI{
		ID: "virtio-net", Netdev: "net0", MAC: ptr("52:54:00:12:34:56"), MQ: ptr(false), HostMTU: ptr(uint16(1400)),
		Addr: ptr("0x10.0"), Multifunction: ptr(true), DisableLegacy: ptr(qemu102.OnOffAutoOn),
	},
	devices.E1000{ID: "e1000", Netdev: "net1", Driver: "e1000-82540em"},
	devices.VirtioBlkPCI{
		ID: "virtio-blk", Drive: "null0", IOThread: "io0", LogicalBlockSize: ptr(uint64(512)), DiscardGranularity: ptr(uint64(math.MaxUint32)),
		Werror: ptr(qemu102.BlockdevOnErrorReport), WriteCache: ptr(qemu102.OnOffAutoOn), Bootindex: ptr(int32(1)), Serial: ptr("virtio"),
	},
	devices.SCSIHd{ID: "scsi-hd", Bus: "scsi.0", Drive: "null1", WWN: ptr(uint64(math.MaxUint64)), LUN: ptr(uint32(1)), RotationRate: ptr(uint16(1))},
	devices.SCSICd{ID: "scsi-cd", Bus: "scsi.0", Vendor: ptr("Go")},
	devices.NVMe{ID: "nvme", Drive: "null2", Serial: ptr("1"), Mdts: ptr(uint8(5))},
	devices.USBStorage{ID: "usb-storage", Bus: "xhci.0", Drive: "null3", Removable: ptr(true)},
	devices.USBTablet{ID: "usb-tablet", Port: ptr("5")},
	devices.USBKbd{ID: "usb-kbd"},
	devices.USBMouse{ID: "usb-mouse"},
	devices.USBHub{ID: "usb-hub"},
	devices.USBSerial{ID: "usb-serial", Chardev: "char0"},
	devices.Virtserialport{ID: "port", Bus: "serial.0", Chardev: "char1", Name: ptr("org.example.port")},
	devices.Virtconsole{ID: "console", Bus: "serial.0", Chardev: "char2"},
	devices.VirtioRNGPCI{ID: "virtio-rng", RNG: "random0", Rombar: ptr(int64(0)), MaxBytes: ptr(uint64(1 << 20)), Period: ptr(uint32(1000))},
	devices.VirtioBalloonPCI{ID: "virtio-balloon", DeflateOnOom: ptr(true)},
	devices.VirtioKeyboardPCI{ID: "virtio-keyboard"},
	devices.VirtioTabletPCI{ID: "virtio-tablet"},
	devices.VirtioCryptoPCI{ID: "virtio-crypto", Cryptodev: "crypto0"},
	devices.Pvscsi{ID: "pvscsi", UseMsg: ptr(uint8(1))},
	devices.PcDIMM{ID: "dimm", Memdev: "mem0", Addr: ptr(uint64(0x140000000)), Slot: ptr(int32(0))},
	devices.IvshmemPlain{ID: "ivshmem", Memdev: "mem1", Master: ptr(qemu102.OnOffAutoOn)},
	devices.X86_64CPU{ID: "cpu", Model: "qemu64", SocketID: ptr(int32(1)), CoreID: ptr(int32(0)), ThreadID: ptr(int32(0))},
}

// started are devices whose bus takes none while the machine exists.
var started = []devices.Device{devices.HdaDuplex{ID: "hda-duplex", Audiodev: "audio0"}}

func TestDevicesArePluggedAndStartedWith(t *testing.T) {
	forEachQEMU(t, func(t *testing.T, program string) {
		args, err := cmdline.Argv(backends...)
		check(t, err)
		args = append(args, textBackends...)
		t.Run("device_add", func(t *testing.T) {
			one, _, _ := startQEMUProgram(t, program, args...)
			ctx, vm := testContext(t), qemu102.NewClient(dial(t, one))
			for _, d := range plugged {
				if err := vm.DeviceAdd(ctx, d); err != nil {
					text, _ := d.MarshalJSON()
					t.Errorf("%s: %v", text, err)
				}
			}
			checkPlugged(t, vm, plugged)
		})
		t.Run("-device", func(t *testing.T) {
			all := slices.Concat(plugged, started)
			options, err := devices.Argv(all...)
			check(t, err)
			one, _, _ := startQEMUProgram(t, program, append(args, options...)...)
			checkPlugged(t, qemu102.NewClient(dial(t, one)), all)
		})
	})
}

// checkPlugged checks that QEMU has all devices, and the values of some.
func checkPlugged(t *testing.T, vm *qemu102.Client, all []devices.Device) {
	t.Helper()
	list, err := vm.QOMList(testContext(t), qemu102.QOMListArgs{Path: "/machine/peripheral"})
	check(t, err)
	var got []string
	for _, p := range list {
		if p.Name != "type" {
			got = append(got, p.Name)
		}
	}
	slices.Sort(got)
	var want []string
	for _, d := range all {
		text, err := d.MarshalJSON()
		check(t, err)
		var device struct{ ID string }
		check(t, json.Unmarshal(text, &device))
		want = append(want, device.ID)
	}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("QEMU has the devices %q, want %q", got, want)
	}
	for _, p := range []struct{ device, property, want string }{
		{"scsi-hd", "wwn", `18446744073709551615`},
		{"virtio-net", "host_mtu", `1400`},
		{"virtio-net", "mac", `"52:54:00:12:34:56"`},
		{"virtio-blk", "werror", `"report"`},
		{"virtio-rng", "rng", `"/objects/random0"`},
	} {
		got, err := vm.QOMGet(testContext(t), qemu102.QOMGetArgs{Path: "/machine/peripheral/" + p.device, Property: p.property})
		if err != nil || string(got) != p.want {
			t.Errorf("%s of %s is %s (%v), want %s", p.property, p.device, got, err, p.want)
		}
	}
}

// QEMU 10.0 has a list of structs as a property.
func TestDeviceWithAListOfStructs(t *testing.T) {
	forEachQEMU(t, func(t *testing.T, program string) {
		if program == "qemu-system-x86_64" {
			t.Skip("QEMU 7.2 has no such property")
		}
		args, err := cmdline.Argv(backends...)
		check(t, err)
		one, _, _ := startQEMUProgram(t, program, args...)
		vm := qemu102.NewClient(dial(t, one))
		check(t, vm.DeviceAdd(testContext(t), devices.VirtioBlkPCI{
			ID: "blk", Drive: "null0", NumQueues: ptr(uint16(2)),
			IOThreadVqMapping: []qemu102.IOThreadVirtQueueMapping{{IOThread: "io0"}},
		}))
	})
}

// Decode refuses what is not in the form that QEMU 9.2 and later take, before anything
// is sent. The first cases are what programs sent that failed with QEMU 9.2: Ganeti and
// Kata Containers a text for the boolean mq, Kata Containers text for a number of a CPU,
// and incus the forms of the command line.
func TestDecodeRefusesWhatQEMUWould(t *testing.T) {
	tests := []struct{ arguments, want string }{
		{`{"driver": "virtio-net-pci", "id": "nic", "netdev": "nic", "bus": "pci.0", "addr": "0x10", "romfile": "", "mq": "on", "vectors": 18}`,
			`qapi: member "mq" is a string, but must be of type boolean`},
		{`{"driver": "qemu64-x86_64-cpu", "id": "cpu-0", "socket-id": 1, "core-id": "0", "thread-id": 0}`,
			`qapi: member "core-id" is a string, but must be of type int32`},
		{`{"driver": "virtio-blk-pci", "id": "disk", "drive": "d", "share-rw": "on"}`,
			`qapi: member "share-rw" is a string, but must be of type boolean`},
		{`{"driver": "virtio-scsi-pci", "id": "scsi", "num_queues": "4"}`,
			`qapi: member "num_queues" is a string, but must be of type uint32`},
		{`{"driver": "scsi-hd", "drive": "d", "bootindex": "1"}`,
			`qapi: member "bootindex" is a string, but must be of type int32`},
		{`{"driver": "virtio-blk-pci", "write-cache": true}`,
			`qapi: member "write-cache" is a boolean, but must be of type string`},
		{`{"driver": "virtio-blk-pci", "write-cache": "maybe"}`,
			`qapi: member "write-cache" is "maybe", which is no value of OnOffAuto`},
		{`{"driver": "virtio-blk-pci", "discard_granularity": "16M"}`,
			`qapi: member "discard_granularity" is a string, but must be of type uint64`},
		{`{"driver": "virtio-blk-pci", "addr": 16}`,
			`qapi: member "addr" is 16, but must be of type string`},
		{`{"driver": "virtio-blk-pci", "iothread-vq-mapping": [{"iothread": 1}]}`,
			`qapi: member "iothread-vq-mapping[0].iothread" is 1, but must be of type string`},
		{`{"driver": "e1000", "netdev": null}`, `qapi: member "netdev" is null, but must be of type string`},
		{`{"driver": "e1000", "realized": true}`, `qapi: member "realized" is not expected`},
		{`{"driver": "e1001"}`, `qapi: member "driver" is "e1001", which is no value of the devices of the generated package`},
		{`{"id": "e1000"}`, `qapi: member "driver" is missing`},
	}
	for _, test := range tests {
		d, err := devices.Decode([]byte(test.arguments))
		if err == nil {
			t.Errorf("%s was decoded to %#v", test.arguments, d)
		} else if err.Error() != test.want {
			t.Errorf("%s\ngot  %v\nwant %s", test.arguments, err, test.want)
		}
	}
}

func TestDevicesAreDecodedAsTheyWereEncoded(t *testing.T) {
	for _, d := range slices.Concat(plugged, started) {
		text, err := d.MarshalJSON()
		check(t, err)
		decoded, err := devices.Decode(text)
		check(t, err)
		again, err := decoded.MarshalJSON()
		check(t, err)
		if string(again) != string(text) {
			t.Errorf("%s came back as %s", text, again)
		}
	}
}
