//go:build unix

package real

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The scripts in testdata/tasks do what people ask for with call and events alone,
// each in at most five lines.

// A bench is a folder where a task is done.
type bench struct {
	*testing.T
	dir string
	env []string
}

// newBench puts qapi-gen into PATH of a task.
func newBench(t *testing.T, qapiGen string) *bench {
	dir := t.TempDir()
	return &bench{t, dir, append(os.Environ(), "PATH="+filepath.Dir(qapiGen)+":"+os.Getenv("PATH"))}
}

// start starts a program that ends with the test. The files have the descriptors
// from 3 on.
func (b *bench) start(files []*os.File, name string, args ...string) *exec.Cmd {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), name, args...)
	cmd.Dir, cmd.ExtraFiles = b.dir, files
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	cmd.WaitDelay = 10 * time.Second
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = cmd.Process.Kill() // it may have ended
		_ = cmd.Wait()
		if b.Failed() {
			b.Logf("%s: %s", name, &stderr)
		}
	})
	return cmd
}

// listen makes a socket of the name, at which a program will listen. Clients can
// connect from now on. Scripts have its path in the variable of that name.
func (b *bench) listen(name string) *os.File {
	b.Helper()
	path := filepath.Join(b.dir, name)
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		b.Fatal(err)
	}
	l.SetUnlinkOnClose(false)
	defer l.Close()
	f, err := l.File()
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { f.Close() })
	b.env = append(b.env, name+"="+path)
	return f
}

// qemu starts a machine with a monitor at each of the sockets.
func (b *bench) qemu(program string, monitors []string, args ...string) {
	b.Helper()
	var files []*os.File
	args = append([]string{"-M", "pc,accel=tcg", "-nodefaults", "-display", "none"}, args...)
	for i, name := range monitors {
		files = append(files, b.listen(name))
		args = append(args, "-chardev", "socket,server=on,wait=off,id="+name+",fd="+strconv.Itoa(3+i), "-mon", "mode=control,chardev="+name)
	}
	b.start(files, program, args...)
}

// network starts a process that passes on what a client of one socket sends to the
// other, where a server may listen later.
func (b *bench) network(from, to string) *exec.Cmd {
	b.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		b.Fatal(err)
	}
	cmd := b.start([]*os.File{write}, "sh", "-c",
		"exec socat -d -d UNIX-LISTEN:"+from+" UNIX-CONNECT:"+to+",retry=1000,interval=0.05 2>&3 3>&-")
	write.Close()
	b.Cleanup(func() { read.Close() })
	for lines := bufio.NewScanner(read); lines.Scan(); {
		if strings.Contains(lines.Text(), "listening on") {
			go func() { _, _ = io.Copy(io.Discard, read) }() // socat goes on writing
			return cmd
		}
	}
	b.Fatal("socat ended before it listened")
	return nil
}

// do runs the script of a task and returns its output.
func (b *bench) do(task string) string {
	b.Helper()
	path, err := filepath.Abs(filepath.Join("testdata", "tasks", task+".sh"))
	if err != nil {
		b.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	lines := 0
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "#") {
			lines++
		}
	}
	if lines > 5 {
		b.Errorf("%s has %d lines", task, lines)
	}
	ctx, cancel := context.WithTimeout(b.Context(), time.Minute) // a task that hangs should say where
	defer cancel()
	cmd := exec.CommandContext(ctx, "bash", "-e", path)
	cmd.Dir, cmd.Env, cmd.WaitDelay = b.dir, b.env, 10*time.Second
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		b.Fatalf("%s: %v\n%s%s", task, err, &stdout, &stderr)
	}
	b.Logf("%s\n%s%s", task, &stdout, &stderr)
	return stdout.String()
}

// image makes the image of a disk with random content.
func (b *bench) image(name string, size int) {
	b.Helper()
	content := make([]byte, size)
	if _, err := rand.Read(content); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(b.dir, name), content, 0o600); err != nil {
		b.Fatal(err)
	}
}

const diskSize = 8 << 20

var disk = []string{"--blockdev", "file,node-name=disk,filename=disk.img"}

// TestTasksAreFiveLines does the tasks with each QEMU that there is.
func TestTasksAreFiveLines(t *testing.T) {
	needParts(t)
	qapiGen := filepath.Join(t.TempDir(), "qapi-gen")
	run(t, "go", "build", "-o", qapiGen, "github.com/qapi-go/qapi-gen/cmd/qapi-gen")
	programs := map[string]string{"7.2": "qemu-system-x86_64"}
	if newer := os.Getenv("QAPI_QEMU10"); newer != "" {
		programs["10.0"] = newer
	}
	for version, program := range programs {
		for name, task := range map[string]func(*bench, string){
			"hot-unplug": hotUnplug, "backup": backup, "screenshot": screenshot, "migrate": migrate,
		} {
			t.Run(name+" "+version, func(t *testing.T) { task(newBench(t, qapiGen), program) })
		}
	}
	t.Run("backup by the storage daemon", func(t *testing.T) {
		b := newBench(t, qapiGen)
		b.image("disk.img", diskSize)
		b.start([]*os.File{b.listen("A")}, "qemu-storage-daemon", append(disk,
			"--chardev", "socket,server=on,wait=off,id=m,fd=3", "--monitor", "chardev=m")...)
		b.do("backup")
		b.compareBackup()
	})
	t.Run("guest-exec", func(t *testing.T) {
		b := newBench(t, qapiGen)
		// The agent inherits its socket, as systemd passes one.
		b.start([]*os.File{b.listen("A")}, "sh", "-c",
			`LISTEN_PID=$$ LISTEN_FDS=1 exec qemu-ga -m unix-listen -p unused -t . -f qga.pid`)
		if out := b.do("guest-exec"); out != "it works\n" {
			t.Errorf("it printed %q", out)
		}
	})
}

func hotUnplug(b *bench, program string) {
	b.image("disk.img", diskSize)
	b.qemu(program, []string{"A"}, append(disk, "-device", "virtio-scsi-pci", "-device", "scsi-hd,id=d0,drive=disk")...)
	if out := b.do("hot-unplug"); !strings.Contains(out, `"event":"DEVICE_DELETED","data":{"device":"d0"`) {
		b.Errorf("no DEVICE_DELETED in %s", out)
	}
}

func backup(b *bench, program string) {
	b.image("disk.img", diskSize)
	b.qemu(program, []string{"A"}, append(disk, "-device", "virtio-blk-pci,drive=disk")...)
	b.do("backup")
	b.compareBackup()
}

func (b *bench) compareBackup() {
	b.Helper()
	run(b.T, "qemu-img", "compare", "-U", "-f", "raw", "-F", "qcow2", filepath.Join(b.dir, "disk.img"), filepath.Join(b.dir, "backup.qcow2"))
}

func screenshot(b *bench, program string) {
	b.qemu(program, []string{"A"}, "-vga", "std")
	b.do("screenshot")
	picture, err := os.ReadFile(filepath.Join(b.dir, "screen.ppm"))
	if err != nil || !bytes.HasPrefix(picture, []byte("P6\n")) || len(picture) < 1000 {
		b.Errorf("%v, %d bytes", err, len(picture))
	}
}

// migrate makes the main loop of the destination stuck, which is what out-of-band
// execution is for in a migration. The main loop of the source is not stuck.
// Without a guest the memory is what the file of its backend has.
func migrate(b *bench, program string) {
	if _, err := exec.LookPath("socat"); err != nil {
		b.Skip("socat is not in PATH; it is the network that hangs")
	}
	const memory = "-m 32 -machine memory-backend=ram -object memory-backend-"
	b.image("memory", 32<<20)
	b.qemu(program, []string{"A"}, strings.Fields(memory+"file,id=ram,size=32M,mem-path=memory")...)
	b.qemu(program, []string{"B", "B2"}, strings.Fields(memory+"ram,id=ram,size=32M -incoming defer")...)
	b.env = append(b.env, "NET="+strconv.Itoa(b.network("net", "first").Process.Pid),
		`ON=capabilities:=[{"capability":"postcopy-ram","state":true},{"capability":"events","state":true}]`)
	if out := b.do("migrate"); !strings.HasSuffix(out, `"event":"MIGRATION","data":{"status":"completed"}}`+"\n") {
		b.Errorf("the migration did not end: %s", out)
	}
}
