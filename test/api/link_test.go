package api_test

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestGeneratedCodeLinksNeitherLoggingNorOtherModules looks at all that a generated
// package imports. log/slog alone adds 60 KB to a program.
func TestGeneratedCodeLinksNeitherLoggingNorOtherModules(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", module+"generated/vmm").Output()
	if err != nil {
		t.Fatal(err)
	}
	deps := strings.Fields(string(out))
	if !slices.Contains(deps, module+"qmp/server") {
		t.Fatal("go list does not show what the package imports:", deps)
	}
	for _, path := range deps {
		if path == "log" || path == "log/slog" {
			t.Errorf("a generated package links %s", path)
		}
		if host, _, _ := strings.Cut(path, "/"); strings.Contains(host, ".") && !strings.HasPrefix(path, module) {
			t.Errorf("a generated package links the module of %s", path)
		}
	}
}

// TestClientLinksNoServer builds a program that only calls a client. Its generated
// package has a server's half too, which the linker must drop.
func TestClientLinksNoServer(t *testing.T) {
	program := filepath.Join(t.TempDir(), "client")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, module+"examples/client").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	out, err := exec.CommandContext(t.Context(), "go", "tool", "nm", program).Output()
	if err != nil {
		t.Fatal(err)
	}
	symbols := string(out)
	if !strings.Contains(symbols, module+"qmp.(*Conn)") {
		t.Fatal("go tool nm does not show the client's methods")
	}
	for _, server := range []string{module + "qmp/server.(*Server)", module + "qmp/server.(*session)", module + "generated/vmm.DispatchTable"} {
		if strings.Contains(symbols, server) {
			t.Errorf("a client links %s", server)
		}
	}
}
