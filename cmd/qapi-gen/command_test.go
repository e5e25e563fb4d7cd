//go:build unix

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/internal/cli"
)

const exampleSchema = "../../testdata/qapi-schema/vmm.json"

// runCheck runs check with a command behind it.
func runCheck(args ...string) (status int, stdout, stderr string) {
	var out, errs bytes.Buffer
	status = run(append([]string{"check"}, args...), strings.NewReader(""), &out, &errs)
	return status, out.String(), errs.String()
}

// The example server matches its schema, with and without the commands that
// are there for tests, but for the commands that it leaves to
// UnimplementedCommands.
func TestExampleServerHasWhatItImplements(t *testing.T) {
	unimplemented := []string{
		"blockdev-copy", "device_add", "device_del", "input-move", "job-cancel", "job-dismiss",
		"qom-get", "qom-set", "query-jobs", "reexec", "send-key",
	}
	difference := regexp.MustCompile(`error: (.*)`)
	program := filepath.Join(t.TempDir(), "vmm")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, "../../examples/vmm")
	if text, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	for _, tt := range []struct {
		args []string
		want string // of what is worked out
	}{
		{nil, "#   CONFIG_TEST_COMMANDS\n"},
		{[]string{"--test-commands"}, "\nCONFIG_TEST_COMMANDS\n"},
	} {
		args := append([]string{"--commands", exampleSchema, "--", program, "--qmp", "unix:{socket}"}, tt.args...)
		status, stdout, stderr := runCheck(args...)
		if status != cli.ExitFailure || !strings.Contains(stdout, tt.want) {
			t.Errorf("with %v: exit status %d\n%s%s", tt.args, status, stdout, stderr)
		}
		var absent []string
		for _, found := range difference.FindAllStringSubmatch(stdout+stderr, -1) {
			name, _, _ := strings.Cut(found[1], ": command in the schema")
			absent = append(absent, name)
		}
		slices.Sort(absent)
		if diff := cmp.Diff(unimplemented, absent); diff != "" {
			t.Errorf("with %v, -want +got:\n%s", tt.args, diff)
		}
	}
}

// QEMU and its storage daemon match the schemas they were built from, whether
// check gives them a monitor or they have one.
func TestRealProgramsMatchTheirSchemas(t *testing.T) {
	missing := t.Skipf
	if os.Getenv("QAPI_REQUIRE_REAL") == "1" {
		missing = t.Fatalf
	}
	corpus := os.Getenv("QAPI_CORPUS")
	if corpus == "" {
		missing("set QAPI_CORPUS to the folder of QEMU's schemas to run this test")
	}
	machine := []string{"qemu-system-x86_64", "-M", "none", "-nodefaults", "-display", "none"}
	daemon := []string{"qemu-storage-daemon"}
	for _, tt := range []struct {
		name, schema string
		flags        []string
		command      []string
	}{
		{"monitor added", "qapi/qapi-schema.json", nil, machine},
		{"monitor on stdio", "qapi/qapi-schema.json", nil, append(slices.Clip(machine), "-qmp", "stdio")},
		{"conditions given", "qapi/qapi-schema.json", []string{"--define-file", corpus + "/7.2.0/expected/defines.debian-amd64.txt"}, machine},
		{"commands called", "qapi/qapi-schema.json", []string{"--commands", "--call", "query-status"}, machine},
		{"commands called before the machine is there", "qapi/qapi-schema.json", []string{"--commands"}, append(slices.Clip(machine), "-preconfig")},
		{"daemon, commands called", "storage-daemon/qapi/qapi-schema.json", []string{"--commands"}, daemon},
		{"daemon, monitor added", "storage-daemon/qapi/qapi-schema.json", nil, daemon},
		{
			"daemon, monitor on stdio", "storage-daemon/qapi/qapi-schema.json", nil,
			append(daemon, "--chardev", "stdio,id=m", "--monitor", "chardev=m"),
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			version, err := exec.CommandContext(t.Context(), tt.command[0], "--version").Output()
			if err != nil || !bytes.Contains(version, []byte("version 7.2")) {
				missing("%s 7.2 is not in PATH (%v)", tt.command[0], err)
			}
			args := append([]string{corpus + "/7.2.0/" + tt.schema}, tt.flags...)
			status, stdout, stderr := runCheck(append(append(args, "--"), tt.command...)...)
			if status != cli.ExitSuccess {
				t.Errorf("exit status %d\n%s%s", status, stdout, stderr)
			}
		})
	}
}
