package main

import (
	"bytes"
	"os/exec"
	"testing"

	"go.uber.org/goleak"

	"github.com/qapi-go/qapi-gen/internal/testqemu"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestDevicesComeAndGo(t *testing.T) {
	for _, program := range testqemu.Programs(t) {
		t.Run(program, func(t *testing.T) {
			var out bytes.Buffer
			if err := run(t.Context(), program, &out); err != nil {
				t.Fatal(err)
			}
			const want = `added {"driver":"virtio-blk-pci","id":"disk0","drive":"disk","iothread":"io0","serial":"0001","write-cache":"on"}
added {"driver":"virtio-rng-pci","id":"rng0","max-bytes":1024,"period":1000,"rng":"random"}
added {"driver":"usb-tablet","id":"tablet0","bus":"usb.0"}
removed tablet0
refused: qapi: member "mq" is a string, but must be of type boolean
`
			if out.String() != want {
				t.Errorf("got\n%s\nwant\n%s", &out, want)
			}
		})
	}
}

// The packages are what go generate writes.
func TestPackagesAreUpToDate(t *testing.T) {
	for _, args := range [][]string{{"-o", "qemu"}, {"-o", "qemu/devices", "--devices", "devices.json"}} {
		args = append([]string{"run", "../../cmd/qapi-gen", "generate", "--check", "schema.json"}, args...)
		if text, err := exec.CommandContext(t.Context(), "go", args...).CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, text)
		}
	}
}

func TestProgramThatIsMissing(t *testing.T) {
	if err := run(t.Context(), "/nonexistent/qemu", new(bytes.Buffer)); err == nil {
		t.Error("no error")
	}
}
