package devices_test

import (
	"errors"
	"testing"

	"github.com/qapi-go/qapi-gen/devices"
	"github.com/qapi-go/qapi-gen/qapi"
)

func TestCheckOfArguments(t *testing.T) {
	s390x := readRecording(t, "s390x-10.0")
	s390x.Enums = []devices.Enum{{Name: "OnOffAuto", Values: []string{"auto", "on", "off"}}}
	set, diags := devices.Merge(readRecording(t, "x86_64-10.0"), readRecording(t, "x86_64-7.2"), s390x)
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	tests := []struct{ arguments, want string }{
		{`{"driver": "virtio-net-pci", "id": "net0", "bus": "pci.0", "netdev": "n0", "mq": true, "vectors": 18, "addr": "0x10", "romfile": ""}`, ""},
		{`{"driver": "virtio-net", "devno": "fe.0.0001"}`, ""}, // an alias on two targets
		{`{"driver": "scsi-hd", "wwn": 18446744073709551615, "scsi-id": 0}`, ""},
		{`{"driver": "pc-dimm", "addr": 4294967296, "memdev": "mem0"}`, ""},
		{`{"driver": "qemu64-x86_64-cpu", "core-id": 1}`, ""},
		{`{"driver": "virtio-iommu-pci", "reserved-regions": []}`, ""},
		{`{"driver": "virtio-blk-pci", "rombar": -1}`, ""},
		{`{"driver": "virtio-blk-pci", "iothread-vq-mapping": [{"iothread": "io0"}]}`, ""},

		// What older programs sent, and QEMU 9.2 refuses
		{`{"driver": "virtio-net-pci", "id": "net0", "mq": "on"}`, `qapi: member "mq" is a string, but must be of type boolean`},
		{`{"driver": "qemu64-x86_64-cpu", "core-id": "0"}`, `qapi: member "core-id" is a string, but must be of type int32`},
		{`{"driver": "virtio-net-pci", "vectors": "18"}`, `qapi: member "vectors" is a string, but must be of type uint32`},
		{`{"driver": "virtio-blk-pci", "write-cache": true}`, `qapi: member "write-cache" is a boolean, but must be of type string`},
		{`{"driver": "virtio-blk-pci", "discard_granularity": "16M"}`, `qapi: member "discard_granularity" is a string, but must be of type uint64`},
		{`{"driver": "virtio-blk-pci", "addr": 16}`, `qapi: member "addr" is 16, but must be of type string`},
		{`{"driver": "virtio-blk-pci", "serial": null}`, `qapi: member "serial" is null, but must be of type string`},
		{`{"driver": "virtio-blk-pci", "drive": {"driver": "file"}}`, `qapi: member "drive" is an object, but must be of type string`},
		{`{"driver": "virtio-net-pci", "host_mtu": 65536}`, `qapi: member "host_mtu" is 65536, which is out of range for uint16`},
		{`{"driver": "virtio-net-pci", "host_mtu": 1.5}`, `qapi: member "host_mtu" is 1.5, but must be of type uint16`},
		{`{"driver": "virtio-blk-pci", "write-cache": "of"}`, `qapi: member "write-cache" is "of", which is no value of OnOffAuto`},
		{`{"driver": "virtio-iommu-pci", "reserved-regions": "0x0"}`, `qapi: member "reserved-regions" is a string, but must be of type array`},
		{`{"driver": "virtio-net-pci", "id": 5}`, `qapi: member "id" is 5, but must be of type string`},
		{`{"driver": "virtio-net-pci", "bus": 1}`, `qapi: member "bus" is 1, but must be of type string`},

		{`{"driver": "virtio-net-pci", "nedev": "n0"}`, `qapi: member "nedev" is not expected; did you mean 'netdev'?`},
		{`{"driver": "virtio-net-pci", "realized": true}`, `qapi: member "realized" is not expected`}, //nolint:misspell // QEMU's name
		{`{"driver": "usb-tablet", "attached": true}`, `qapi: member "attached" is not expected`},
		{`{"driver": "nvdimm", "size": 1}`, `qapi: member "size" is not expected`},
		{`{"driver": "virtio-net-pcie"}`, `qapi: member "driver" is "virtio-net-pcie", which is no value of the recorded devices; did you mean 'virtio-net-pci'?`},
		{`{"driver": "i440FX"}`, `qapi: member "driver" is "i440FX", which is no value of the recorded devices that a user can create: the device belongs to a machine`},
		{`{"id": "a"}`, `qapi: member "driver" is missing`},
		{`{"driver": 1}`, `qapi: member "driver" is 1, but must be of type string`},
		{`{"driver": "e1000", "driver": "e1000"}`, `qapi: malformed JSON at byte 20: an object has the member "driver" twice`},
		{`["e1000"]`, `qapi: the value is an array, but must be of type object`},
		{`{"driver": "e1000"`, `qapi: malformed JSON at byte 18: the document ends early`},
	}
	for _, test := range tests {
		got := ""
		if err := set.Check([]byte(test.arguments)); err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%s\ngot  %s\nwant %s", test.arguments, got, test.want)
		}
	}
	var mistake *qapi.DecodeError
	if err := set.Check([]byte(`{"driver": "e1000", "nac": "a"}`)); !errors.As(err, &mistake) || mistake.Path != "nac" {
		t.Errorf("%v is not a DecodeError about nac", err)
	}
}

func TestQueriesOfDevices(t *testing.T) {
	r := readRecording(t, "x86_64-10.0")
	r.Enums = []devices.Enum{{Name: "OnOffAuto", Values: []string{"auto", "on", "off"}}}
	set, _ := devices.Merge(r)
	tests := []struct{ path, gap, err string }{
		{path: "virtio-net-pci"},
		{path: "virtio-net"},
		{path: "qemu64-x86_64-cpu/core-id"},
		{path: "virtio-net-pci/mq"},
		{path: "virtio-net-pci/mq/!boolean"},
		{path: "virtio-net-pci/mq/!bool"},
		{path: "virtio-blk-pci/iothread/!link to iothread"},
		{path: "virtio-blk-pci/write-cache/^on"},
		{path: "virtio-net-pci/mqq", gap: "virtio-net-pci has no property 'mqq'; did you mean 'mq'?"},
		{path: "virtio-net-pci/mq/!uint16", gap: "mq is of type boolean"},
		{path: "virtio-net-pci/mq/^on", gap: "mq is of type boolean, which has no values"},
		{path: "virtio-blk-pci/write-cache/^onn", gap: "OnOffAuto has no value 'onn'; did you mean 'on'?"},
		{path: "i440FX", gap: "i440FX belongs to a machine: a user cannot create it"},
		{path: "virtio-net-pcie", gap: "there is no device 'virtio-net-pcie'; did you mean 'virtio-net-pci'?"},
		{path: "virtio-blk-pci/iothread/!link<iothread>"},
		{path: "virtio-blk-pci/iothread/!link", gap: "iothread is of type link to iothread"},
		{path: "virtio-blk-pci/werror/^stop", err: "the values of BlockdevOnError are not recorded: devices record --schema SCHEMA records them"},
		{path: "virtio-net-pci/mq/bool", err: `"virtio-net-pci/mq/bool": the last step is !TYPE or ^VALUE`},
		{path: "a//b", err: `"a//b" is not DEVICE, DEVICE/PROPERTY, DEVICE/PROPERTY/!TYPE or DEVICE/PROPERTY/^VALUE`},
	}
	for _, test := range tests {
		gap, err := set.Query(test.path)
		text := ""
		if err != nil {
			text = err.Error()
		}
		if gap != test.gap || text != test.err {
			t.Errorf("%s: got %q, %q\nwant %q, %q", test.path, gap, text, test.gap, test.err)
		}
	}
}
