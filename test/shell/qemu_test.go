//go:build unix

package shell

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/qmp"
)

// need finds a program of QEMU, or skips the test.
func need(t *testing.T, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err == nil {
		return path
	}
	if os.Getenv("QAPI_REQUIRE_REAL") != "" {
		t.Fatalf("QAPI_REQUIRE_REAL is set, but: %v", err)
	}
	t.Skip(err)
	return ""
}

// emulators are the releases of QEMU to test with.
func emulators(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{"the system's": need(t, "qemu-system-x86_64")}
	if path := os.Getenv("QAPI_QEMU10"); path != "" {
		found["10.0"] = path
	}
	return found
}

func TestQEMUIsAskedForItsNames(t *testing.T) {
	for name, qemu := range emulators(t) {
		t.Run(name, func(t *testing.T) {
			s := show(t, 120, 40, nil, qapigen, "shell", "--", qemu, "-M", "q35", "-display", "none", "-nodefaults", "-S",
				"-blockdev", "null-co,node-name=disk0,size=1048576", "-blockdev", "null-co,node-name=spare,size=1048576",
				"-device", "virtio-scsi-pci,id=scsi0", "-device", "scsi-hd,id=hd0,drive=disk0,bus=scsi0.0",
				"-chardev", "ringbuf,id=ring0", "-object", "iothread,id=io0")
			s.shows("connected to", "version ", "qmp>")
			for _, c := range []struct{ typed, want string }{
				{"blockdev-del node-name=s", "qmp> blockdev-del node-name=spare "},
				{"device_del id=h", "qmp> device_del id=hd0 "},
				{"ringbuf-read device=r", "qmp> ringbuf-read device=ring0 "},
				{"object-del id=i", "qmp> object-del id=io0 "},
				{"device_add driver=scsi-hd drive=sp", "qmp> device_add driver=scsi-hd drive=spare "},
				{"qom-get path=/machine/perip", "qmp> qom-get path=/machine/peripheral"},
				{"qom-get path=/machine/peripheral/hd0 property=bootin", "qmp> qom-get path=/machine/peripheral/hd0 property=bootindex "},
			} {
				s.press(c.typed)
				last := c.want[strings.LastIndexByte(strings.TrimSpace(c.want), '=')+1:]
				s.shows("\n  " + strings.TrimSpace(last[strings.LastIndexByte(last, '/')+1:])) // the menu
				s.press(tab)
				s.prompt(c.want)
				s.press(ctrlC)
			}
			s.press("stop", enter)
			s.shows("qmp> stop\n{}")
			s.press("quit", enter)
			if status := s.ended(); status != 0 {
				t.Errorf("exit status %d", status)
			}
		})
	}
}

func TestTextsOfQEMUsSchemaAreShown(t *testing.T) {
	schema := testqemu.Corpus(t, "7.2.0", "qapi", "qapi-schema.json")
	s := show(t, 100, 40, nil, qapigen, "shell", "--schema", schema, "--", need(t, "qemu-system-x86_64"), "-M", "none", "-display", "none")
	s.shows("qmp>")
	s.press("blockdev-add driver=qc")
	s.shows("\n  qcow2\n", "\nblockdev-add driver=BlockdevDriver ")
	s.press("ow2 node-name=a file.driver=file file.filename=/nowhere/x", enter)
	s.shows("error: blockdev-add: ", "/nowhere/x")
	s.press(".help query-status", enter)
	s.shows("query-status -> StatusInfo\n", "Since: 0.14")
	s.press("query-qmp-schema", enter) // fifty thousand lines
	s.ending("]\nqmp>")
	s.press(ctrlD)
	if status := s.ended(); status != 0 {
		t.Errorf("exit status %d", status)
	}
}

func TestTheStorageDaemonHasAShell(t *testing.T) {
	s := show(t, 100, 24, nil, qapigen, "shell", "--", need(t, "qemu-storage-daemon"), "--blockdev", "null-co,node-name=disk0")
	s.shows("qmp>")
	s.press("blockdev-del node-name=d")
	s.shows("\n  disk0  null-co, block node")
	s.press(tab, enter)
	s.shows("\n{}\nqmp>")
}

func TestTheGuestAgentHasAShell(t *testing.T) {
	dir := t.TempDir()
	socket := filepath.Join(dir, "qga")
	agent := exec.Command(need(t, "qemu-ga"), "-m", "unix-listen", "-p", socket, "-t", dir, "-f", filepath.Join(dir, "pid"))
	agent.Stderr = os.Stderr
	if err := agent.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = agent.Process.Kill()
		_ = agent.Wait()
	})
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	c, err := qmp.Dial(ctx, "unix:"+socket, qmp.WithGuestAgent(), qmp.WithDialRetry(10*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	_ = c.Close()
	s := show(t, 100, 24, nil, qapigen, "shell", "--guest-agent", socket)
	s.shows("qga>")
	s.press("guest-get-t")
	s.shows("\n  guest-get-time")
	s.press(tab, enter)
	s.shows("qga> guest-get-time\n1") // nanoseconds since 1970
	s.press(".events", enter)
	s.shows("all events are shown")
}
