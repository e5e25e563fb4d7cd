package client

import (
	"errors"
	"testing"

	"github.com/qapi-go/qapi-gen/qapi"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/test/real/qemu102"
)

func TestClientOf102DrivesQEMU72(t *testing.T) {
	one, _, _ := startQEMU(t)
	ctx := testContext(t)
	conn := dial(t, one)
	vm := qemu102.NewClient(conn)
	status, err := vm.QueryStatus(ctx)
	if err != nil || status.Status != qemu102.RunStatePrelaunch {
		t.Errorf("query-status: %+v, %v", status, err)
	}
	if schema, err := vm.QueryQMPSchema(ctx); err != nil || len(schema) < 500 {
		t.Errorf("query-qmp-schema: %d entries, %v", len(schema), err)
	}
	check(t, vm.BlockdevAdd(ctx, qemu102.BlockdevOptions{
		NodeName: ptr("disk"),
		Qcow2: &qemu102.BlockdevOptionsQcow2{File: qemu102.BlockdevRef{
			Definition: &qemu102.BlockdevOptions{File: &qemu102.BlockdevOptionsFile{Filename: makeImage(t)}},
		}},
	}))
	// 7.2 lacks members here that 10.2 always has.
	nodes, err := vm.QueryNamedBlockNodes(ctx, qemu102.QueryNamedBlockNodesArgs{})
	if err != nil || len(nodes) == 0 {
		t.Errorf("query-named-block-nodes: %d nodes, %v", len(nodes), err)
	}
	check(t, vm.BlockdevDel(ctx, qemu102.BlockdevDelArgs{NodeName: "disk"}))
	if _, err := qmp.AwaitEvent[qemu102.ResumeEvent](ctx, conn, vm.Cont, nil); err != nil {
		t.Error(err)
	}
	if _, err := vm.OOB().QueryYank(ctx); err != nil {
		t.Error(err)
	}
}

// What a client may do is for the server to say, whatever schema the client is
// of.
func TestClientOf102AsksWhatQEMU72Supports(t *testing.T) {
	one, _, _ := startQEMU(t)
	ctx := testContext(t)
	vm := qemu102.NewClient(dial(t, one))
	for path, want := range map[string]bool{
		"blockdev-add": true,
		"blockdev-add/arg-type/+file/aio/^threads":            true,
		"blockdev-add/arg-type/+qcow2/backing/!null":          true,
		"block-commit/arg-type/top/$deprecated":               true,
		"query-status/ret-type/singlestep":                    true,
		"JOB_STATUS_CHANGE/arg-type/status/^concluded":        true,
		"migrate/arg-type/uri":                                true,
		"migrate/arg-type/*uri":                               false, // optional since 8.2
		"migrate/arg-type/channels":                           false,
		"blockdev-add/arg-type/+file/aio/^posix":              false,
		"query-cpu-model-expansion/ret-type/deprecated-props": false,
		"netdev_add/arg-type/+passt":                          false,
		"query-named-block-nodes/ret-type/active":             false,
		"BLOCK_IO_ERROR/arg-type/qom-path":                    false,
		"str":                                                 false,
	} {
		if got, err := vm.Supports(ctx, path); err != nil || got != want {
			t.Errorf("%s: %v, %v, want %v", path, got, err, want)
		}
	}
	if _, err := vm.Supports(ctx, "blockdev-add/file"); err == nil {
		t.Error("a malformed path is no error")
	}
}

func TestStrictRepliesTellVersionsApart(t *testing.T) {
	one, _, _ := startQEMU(t)
	ctx := testContext(t)
	// 7.2 has a member that 10.2 has no more.
	_, err := qemu102.NewClient(dial(t, one, qmp.WithStrictReplies())).QueryStatus(ctx)
	var wrong *qapi.DecodeError
	if !errors.As(err, &wrong) {
		t.Errorf("err = %v, want a *qapi.DecodeError", err)
	}
}
