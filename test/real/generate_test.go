package real

import (
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// schemas are what the files in testdata/client import, and where each is in
// the corpus.
var schemas = map[string]string{
	"qemu72":  "7.2.0/qapi/qapi-schema.json",
	"qemu102": "10.2.2/qapi/qapi-schema.json",
	"qga72":   "7.2.0/qga/qapi-schema.json",
	"qsd72":   "7.2.0/storage-daemon/qapi/qapi-schema.json",
}

// releases are the schemas whose clients meet every QEMU that there is, the
// last of them in all tests.
var releases = []string{
	"7.2.0/qapi/qapi-schema.json",
	"8.2.0/qapi/qapi-schema.json",
	"10.1.0/qapi/qapi-schema.json",
	"10.2.2/qapi/qapi-schema.json",
}

// TestGeneratedClientsAgainstQEMU runs the tests in testdata/client. The packages
// they import exist in the go command's overlay alone; go mod tidy, which would
// look for them, does not look into testdata.
func TestGeneratedClientsAgainstQEMU(t *testing.T) {
	corpus := needParts(t)
	tmp := t.TempDir()
	qapiGen := filepath.Join(tmp, "qapi-gen")
	run(t, "go", "build", "-o", qapiGen, "github.com/qapi-go/qapi-gen/cmd/qapi-gen")
	o := overlay{tmp, map[string]string{}}
	for name, schema := range schemas {
		o.generate(t, qapiGen, name, filepath.Join(corpus, filepath.FromSlash(schema)))
	}
	o.generateDevices(t, qapiGen, corpus)
	for i, schema := range releases {
		o.generate(t, qapiGen, "subject", filepath.Join(corpus, filepath.FromSlash(schema)))
		only := "TestClientDrivesQEMU"
		if i == len(releases)-1 {
			only = "."
		}
		args := []string{"test", "-overlay=" + o.write(t), "-count=1", "-v", "-vet=off", "-run=" + only}
		if raceEnabled {
			args = append(args, "-race")
		}
		t.Log(schema)
		run(t, "go", append(args, "./testdata/client")...)
	}
}

// An overlay makes generated packages visible to the go command.
type overlay struct {
	dir     string
	replace map[string]string
}

// generateDevices records the devices of every QEMU, and writes the package of all.
func (o *overlay) generateDevices(t *testing.T, qapiGen, corpus string) {
	t.Helper()
	programs := []string{"qemu-system-x86_64"}
	if other := os.Getenv("QAPI_QEMU10"); other != "" {
		programs = append(programs, other)
	}
	args := []string{"--schema-package", "github.com/qapi-go/qapi-gen/test/real/qemu102"}
	for i, program := range programs {
		recording := filepath.Join(o.dir, "devices"+strconv.Itoa(i)+".json")
		run(t, qapiGen, "devices", "record", "-o", recording, "--timeout", "1m", "--", program)
		args = append(args, "--devices", recording)
	}
	o.generate(t, qapiGen, "devices", filepath.Join(corpus, filepath.FromSlash(schemas["qemu102"])), args...)
}

// generate writes the package of a schema, and puts it in the place of an
// earlier one of that name.
func (o *overlay) generate(t *testing.T, qapiGen, name, schema string, flags ...string) {
	t.Helper()
	here, err := filepath.Abs(name)
	if err != nil {
		t.Fatal(err)
	}
	maps.DeleteFunc(o.replace, func(path, _ string) bool { return filepath.Dir(path) == here })
	dir := filepath.Join(o.dir, name)
	run(t, qapiGen, append([]string{"generate", "-o", dir, "-p", name, schema}, flags...)...)
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		o.replace[filepath.Join(here, e.Name())] = filepath.Join(dir, e.Name())
	}
}

// write writes the overlay's file and returns its path.
func (o *overlay) write(t *testing.T) string {
	t.Helper()
	text, err := json.Marshal(map[string]any{"Replace": o.replace})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(o.dir, "overlay.json")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// needParts returns the corpus, or skips the test when a part is missing.
func needParts(t *testing.T) string {
	t.Helper()
	missing := t.Skipf
	if os.Getenv("QAPI_REQUIRE_REAL") == "1" {
		missing = t.Fatalf
	}
	for _, program := range []string{"qemu-system-x86_64", "qemu-ga", "qemu-storage-daemon", "qemu-img"} {
		if _, err := exec.LookPath(program); err != nil {
			missing("%s is not in PATH (Debian: apt-get install qemu-system-x86 qemu-utils qemu-guest-agent)", program)
		}
	}
	if os.Getenv("QAPI_QEMU10") == "" && os.Getenv("QAPI_REQUIRE_REAL") == "1" {
		t.Fatal("set QAPI_QEMU10 to the program of a QEMU 10.0 that stands beside the system's")
	}
	corpus := os.Getenv("QAPI_CORPUS")
	if corpus == "" {
		missing("set QAPI_CORPUS to the folder with QEMU's schemas, such as %s in it", schemas["qemu72"])
	}
	corpus, err := filepath.Abs(corpus)
	if err != nil {
		t.Fatal(err)
	}
	for _, schema := range schemas {
		if _, err := fs.Stat(os.DirFS(corpus), schema); err != nil {
			t.Fatalf("QAPI_CORPUS is set, but %v", err)
		}
	}
	return corpus
}

func run(t *testing.T, name string, args ...string) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	t.Logf("%s\n%s", filepath.Base(name), out)
}
