package site_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/devices"
	"github.com/qapi-go/qapi-gen/site"
)

// someDevices are parts of real recordings.
func someDevices(t *testing.T) *devices.Set {
	t.Helper()
	var list []*devices.Recording
	for _, name := range []string{"x86_64-7.2", "x86_64-10.0", "s390x-10.0"} {
		text, err := os.ReadFile("../devices/testdata/" + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		r, err := devices.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, r)
	}
	set, _ := devices.Merge(list...)
	return set
}

func TestDevicesHavePages(t *testing.T) {
	set := someDevices(t)
	m := makeSite(t, vmm, site.Options{Devices: set})
	checkLinks(t, m)
	checkLoads(t, m)
	checkSizes(t, m)
	for _, d := range set.Devices {
		page := m.pages["device/"+d.Name+".html"]
		if (page == nil) != d.Internal {
			t.Errorf("page of %s, which is internal: %v, exists: %v", d.Name, d.Internal, page != nil)
		}
		if page == nil {
			continue
		}
		for _, p := range d.Properties {
			if page.ids[p.Name] == nil {
				t.Errorf("%s lacks %s", page.path, p.Name)
			}
		}
	}
	files := map[string]string{}
	for _, f := range m.files {
		files[f.Path] = string(f.Content)
	}
	for _, want := range []struct{ file, text string }{
		{"device/virtio-net-pci.html", "also called virtio-net"},
		{"device/virtio-net-pci.html", `"driver": "virtio-net-pci", "id": "dev0"`},
		{"device/virtio-net-pci.html", "devices.VirtioNetPCI{ID: &#34;dev0&#34;}"},
		{"device/virtio-blk-pci.html", "<p>Only in 7.2.22 (x86_64).</p>"},
		{"device/x86_64-cpu.html", "models: host, max, qemu64"},
		{"device/index.html", "QEMU 7.2.22 for x86_64, QEMU 10.0.2 for s390x and QEMU 10.0.2 for x86_64"},
		{"command/device_add.html", `<a href="../device/index.html">Devices and their properties</a>`},
		{"index.html", `<a href="device/index.html">Devices</a>`},
		{"index.js", `"k":"device","n":"virtio-net","u":"device/virtio-net-ccw.html"`},
		{"index.js", `"k":"device","n":"qemu64-x86_64-cpu","u":"device/x86_64-cpu.html"`},
		{"index.js", `"k":"device","n":"virtio-net-pci","u":"device/virtio-net-pci.html"`},
	} {
		if !strings.Contains(files[want.file], want.text) && !strings.Contains(strings.ReplaceAll(files[want.file], "&#34;", `"`), want.text) {
			t.Errorf("%s lacks %s", want.file, want.text)
		}
	}
}

func TestOneFileHasNoDevices(t *testing.T) {
	with := makeSite(t, vmm, site.Options{Single: true, Devices: someDevices(t)})
	without := makeSite(t, vmm, site.Options{Single: true})
	if !bytes.Equal(with.files[0].Content, without.files[0].Content) {
		t.Error("devices change a site of one file")
	}
}
