package client

import (
	"os"
	"testing"

	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/test/real/subject"
)

// TestClientDrivesQEMU is run with the package of one release's schema after
// the other as subject, against each QEMU that there is: a client is seldom of
// the release that it meets.
func TestClientDrivesQEMU(t *testing.T) {
	forEachQEMU(t, func(t *testing.T, program string) {
		one, _, _ := startQEMUProgram(t, program)
		driveQEMU(t, dial(t, one))
	})
}

// forEachQEMU runs a test with each QEMU that there is.
func forEachQEMU(t *testing.T, test func(t *testing.T, program string)) {
	t.Helper()
	programs := []string{"qemu-system-x86_64"}
	if other := os.Getenv("QAPI_QEMU10"); other != "" {
		programs = append(programs, other)
	}
	for _, program := range programs {
		t.Run(program, func(t *testing.T) { test(t, program) })
	}
}

func driveQEMU(t *testing.T, conn *qmp.Conn) {
	t.Helper()
	ctx := testContext(t)
	vm := subject.NewClient(conn)
	version, err := vm.QueryVersion(ctx)
	check(t, err)
	if got := conn.Version(); version.QEMU.Major != int64(got.Major) || version.QEMU.Minor != int64(got.Minor) {
		t.Errorf("query-version says %+v, the greeting %+v", version.QEMU, got)
	}
	status, err := vm.QueryStatus(ctx)
	if err != nil || status.Status != subject.RunStatePrelaunch {
		t.Errorf("query-status: %+v, %v", status, err)
	}
	if schema, err := vm.QueryQMPSchema(ctx); err != nil || len(schema) < 500 {
		t.Errorf("query-qmp-schema: %d entries, %v", len(schema), err)
	}
	name, image := "disk", makeImage(t)
	check(t, vm.BlockdevAdd(ctx, subject.BlockdevOptions{
		NodeName: &name,
		Qcow2: &subject.BlockdevOptionsQcow2{File: subject.BlockdevRef{
			Definition: &subject.BlockdevOptions{File: &subject.BlockdevOptionsFile{Filename: image}},
		}},
	}))
	nodes, err := vm.QueryNamedBlockNodes(ctx, subject.QueryNamedBlockNodesArgs{})
	if err != nil || len(nodes) == 0 {
		t.Errorf("query-named-block-nodes: %d nodes, %v", len(nodes), err)
	}
	check(t, vm.BlockdevDel(ctx, subject.BlockdevDelArgs{NodeName: name}))
	if _, err := qmp.AwaitEvent[subject.ResumeEvent](ctx, conn, vm.Cont, nil); err != nil {
		t.Error(err)
	}
	if _, err := vm.OOB().QueryYank(ctx); err != nil {
		t.Error(err)
	}
}
