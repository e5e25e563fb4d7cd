package devices_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/qapi-go/qapi-gen/devices"
)

// The recordings in testdata are parts of real ones: names, types and defaults of a few
// devices as QEMU 7.2.22 and 10.0.2 list them, without QEMU's descriptions.
func readRecording(tb testing.TB, name string) *devices.Recording {
	tb.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		tb.Fatal(err)
	}
	r, err := devices.Parse(text)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// recording returns a recording of a device d on the bus b with the given properties.
func recording(version string, properties ...devices.Property) *devices.Recording {
	return &devices.Recording{Version: version, Target: "x86_64", Devices: []*devices.Device{
		{Name: "d", Bus: "b", Properties: properties},
	}}
}
