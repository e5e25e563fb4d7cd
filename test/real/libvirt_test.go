//go:build unix

package real

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// libvirt takes a server of ours for QEMU: it probes the same capabilities as with
// QEMU, and defines, starts, pauses, resumes and destroys a domain. Behind the server
// is QEMU, so each command and reply of libvirt goes through the types of the schema,
// twice.
func TestLibvirtTakesOurServerForQEMU(t *testing.T) {
	corpus := needParts(t)
	l := startLibvirt(t)
	emulator := buildStandIn(t, corpus, l.dir)
	qemu, err := exec.LookPath("qemu-system-x86_64")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(qemu, filepath.Join(l.dir, "qemu")); err != nil {
		t.Fatal(err)
	}
	const probe = "domcapabilities --virttype qemu --emulatorbin "
	theirs, ours := l.virsh(t, probe+qemu), l.virsh(t, probe+emulator)
	if diff := cmp.Diff(theirs, strings.Replace(ours, emulator, qemu, 1)); diff != "" {
		t.Errorf("capabilities (-of QEMU +of the stand-in):\n%s", diff)
	}
	l.liveADomain(t, emulator)
}

// liveADomain has a domain run through its states.
func (l *libvirt) liveADomain(t *testing.T, emulator string) {
	t.Helper()
	domain := filepath.Join(l.dir, "domain.xml")
	text := `<domain type="qemu"><name>standin</name><memory unit="MiB">32</memory><vcpu>1</vcpu>` +
		`<os><type arch="x86_64" machine="pc">hvm</type></os><devices><emulator>` + emulator + `</emulator></devices></domain>`
	if err := os.WriteFile(domain, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	steps := []struct{ command, want string }{
		{"define " + domain, ""},
		{"start standin", ""},
		{"domstate --reason standin", "running (booted)"},
		{"suspend standin", ""},
		{"domstate --reason standin", "paused (user)"},
		{"list --name --state-paused", "standin"},
		{"setmem standin 16384", ""}, // the balloon's
		{"resume standin", ""},
		{"domstate --reason standin", "running (unpaused)"},
		{"reset standin", ""},
		{"destroy standin", ""},
		{"domstate --reason standin", "shut off (destroyed)"},
		{"undefine standin", ""},
		{"list --all --name", ""},
	}
	for _, step := range steps {
		if got := strings.TrimSpace(l.virsh(t, step.command)); got != step.want {
			t.Errorf("virsh %s: %q, want %q", step.command, got, step.want)
		}
	}
}

// A libvirt is a daemon of a user, with folders of its own.
type libvirt struct {
	dir string
	env []string
	as  *syscall.SysProcAttr
}

// nobody runs the daemon when the test is run by root, whose daemon would be the
// system's.
const nobody = 65534

// startLibvirt starts a daemon that ends with the test.
func startLibvirt(t *testing.T) *libvirt {
	t.Helper()
	for _, program := range []string{"libvirtd", "virsh"} {
		if _, err := exec.LookPath(program); err != nil {
			missing := t.Skipf
			if os.Getenv("QAPI_REQUIRE_REAL") == "1" {
				missing = t.Fatalf
			}
			missing("%v (Debian: apt-get install --no-install-recommends libvirt-daemon libvirt-daemon-driver-qemu libvirt-clients)", err)
		}
	}
	dir, err := os.MkdirTemp("", "lv") //nolint:usetesting // sockets have short paths, and another user reaches it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	l := &libvirt{dir: dir, as: &syscall.SysProcAttr{}}
	folders := map[string]string{"HOME": "h", "XDG_RUNTIME_DIR": "r", "XDG_CONFIG_HOME": "c", "XDG_CACHE_HOME": "k"}
	for variable, folder := range folders {
		l.env = append(l.env, variable+"="+filepath.Join(dir, folder))
		l.makeFolder(t, folder)
	}
	l.makeFolder(t, "c/libvirt")
	if os.Getuid() == 0 {
		l.as.Credential = &syscall.Credential{Uid: nobody, Gid: nobody}
	}
	settings := "security_driver = \"none\"\nstdio_handler = \"file\"\n" // so that no virtlogd is started
	if err := os.WriteFile(filepath.Join(dir, "c/libvirt/qemu.conf"), []byte(settings), 0o644); err != nil {
		t.Fatal(err)
	}
	l.startDaemon(t)
	return l
}

// makeFolder makes a folder of the daemon's user.
func (l *libvirt) makeFolder(t *testing.T, name string) {
	t.Helper()
	path := filepath.Join(l.dir, name)
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	if os.Getuid() != 0 {
		return
	}
	if err := os.Chown(path, nobody, nobody); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(l.dir, 0o755); err != nil {
		t.Fatal(err)
	}
}

func (l *libvirt) startDaemon(t *testing.T) {
	t.Helper()
	var log bytes.Buffer
	daemon := exec.Command("libvirtd")
	daemon.Env, daemon.SysProcAttr = append(os.Environ(), l.env...), l.as
	daemon.Stdout, daemon.Stderr = &log, &log
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_, _ = l.try(t, "destroy standin") // if the test has failed
		_ = daemon.Process.Signal(syscall.SIGTERM)
		_ = daemon.Wait()
		if t.Failed() {
			t.Logf("libvirtd said:\n%s", &log)
			messages, _ := os.ReadFile(filepath.Join(l.dir, "k/libvirt/qemu/log/standin.log"))
			t.Logf("the stand-in said:\n%s", messages)
		}
	})
	for deadline := time.Now().Add(time.Minute); ; <-time.After(50 * time.Millisecond) {
		out, err := l.try(t, "uri")
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("libvirtd does not answer: %v\n%s", err, out)
		}
	}
}

// try runs a command of virsh.
func (l *libvirt) try(t *testing.T, command string) ([]byte, error) {
	t.Helper()
	cmd := exec.Command("virsh", append([]string{"-q", "-c", "qemu:///session"}, strings.Fields(command)...)...)
	cmd.Env, cmd.SysProcAttr = append(os.Environ(), append(l.env, "LIBVIRT_AUTOSTART=0")...), l.as
	return cmd.CombinedOutput()
}

// virsh is try for what must succeed.
func (l *libvirt) virsh(t *testing.T, command string) string {
	t.Helper()
	out, err := l.try(t, command)
	if err != nil {
		t.Fatalf("virsh %s: %v\n%s", command, err, out)
	}
	return string(out)
}

// buildStandIn builds the program that stands in for QEMU, over the schema of 7.2.
func buildStandIn(t *testing.T, corpus, dir string) (program string) {
	t.Helper()
	tmp := t.TempDir()
	qapiGen := filepath.Join(tmp, "qapi-gen")
	run(t, "go", "build", "-o", qapiGen, "github.com/qapi-go/qapi-gen/cmd/qapi-gen")
	o := overlay{tmp, map[string]string{}}
	o.generate(t, qapiGen, "qemu72", filepath.Join(corpus, filepath.FromSlash(schemas["qemu72"])))
	program = filepath.Join(dir, "qemu-system-x86_64")
	args := []string{"build", "-overlay=" + o.write(t), "-o", program}
	if raceEnabled {
		args = append(args, "-race")
	}
	run(t, "go", append(args, "./testdata/standin")...)
	return program
}
