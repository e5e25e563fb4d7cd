package real

import (
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
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

// TestGeneratedClientsAgainstQEMU runs the tests in testdata/client. The packages
// they import exist in the go command's overlay alone; go mod tidy, which would
// look for them, does not look into testdata.
func TestGeneratedClientsAgainstQEMU(t *testing.T) {
	corpus := needParts(t)
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	tmp := t.TempDir()
	qapiGen := filepath.Join(tmp, "qapi-gen")
	run(t, "go", "build", "-o", qapiGen, "github.com/qapi-go/qapi-gen/cmd/qapi-gen")
	replace := map[string]string{}
	for name, schema := range schemas {
		dir := filepath.Join(tmp, name)
		run(t, qapiGen, "generate", "-o", dir, "-p", name, filepath.Join(corpus, filepath.FromSlash(schema)))
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			replace[filepath.Join(here, name, e.Name())] = filepath.Join(dir, e.Name())
		}
	}
	overlay := filepath.Join(tmp, "overlay.json")
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(overlay, text, 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"test", "-overlay=" + overlay, "-count=1", "-v", "-vet=off"}
	if raceEnabled {
		args = append(args, "-race")
	}
	run(t, "go", append(args, "./testdata/client")...)
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
