package client

import (
	"context"
	"io"
	"net"
	"testing"

	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/test/real/qsd72"
)

func TestStorageDaemonExportsADevice(t *testing.T) {
	dir := shortDir(t)
	startProgram(t, "qemu-storage-daemon", "--chardev", "socket,id=c,path="+dir+"/qsd,server=on,wait=off", "--monitor", "chardev=c")
	ctx := testContext(t)
	conn := dial(t, "unix:"+dir+"/qsd")
	qsd := qsd72.NewClient(conn)

	check(t, qsd.BlockdevAdd(ctx, qsd72.BlockdevOptions{
		NodeName: ptr("disk"),
		Qcow2: &qsd72.BlockdevOptionsQcow2{File: qsd72.BlockdevRef{
			Definition: &qsd72.BlockdevOptions{File: &qsd72.BlockdevOptionsFile{Filename: makeImage(t)}},
		}},
	}))
	socket := dir + "/nbd"
	check(t, qsd.NBDServerStart(ctx, qsd72.NBDServerStartArgs{Addr: qsd72.SocketAddressLegacy{
		Unix: &qsd72.UnixSocketAddressWrapper{Data: qsd72.UnixSocketAddress{Path: socket}},
	}}))
	check(t, qsd.BlockExportAdd(ctx, qsd72.BlockExportOptions{
		ID: "export", NodeName: "disk", NBD: &qsd72.BlockExportOptionsNBD{Name: ptr("disk")},
	}))
	exports, err := qsd.QueryBlockExports(ctx)
	if err != nil || len(exports) != 1 || exports[0].ID != "export" || exports[0].Type != qsd72.BlockExportTypeNBD {
		t.Errorf("query-block-exports: %+v, %v", exports, err)
	}
	if got := greetingOf(t, socket); got != "NBDMAGIC" {
		t.Errorf("the export greets with %q", got)
	}

	remove := func(ctx context.Context) error {
		return qsd.BlockExportDel(ctx, qsd72.BlockExportDelArgs{ID: "export", Mode: ptr(qsd72.BlockExportRemoveModeHard)})
	}
	deleted, err := qmp.AwaitEvent[qsd72.BlockExportDeletedEvent](ctx, conn, remove, nil)
	if err != nil || deleted.ID != "export" {
		t.Errorf("BLOCK_EXPORT_DELETED: %+v, %v", deleted, err)
	}
	check(t, qsd.BlockdevDel(ctx, qsd72.BlockdevDelArgs{NodeName: "disk"}))
	check(t, qsd.Quit(ctx))
	<-conn.Done()
}

func greetingOf(t *testing.T, socket string) string {
	t.Helper()
	c, err := net.Dial("unix", socket)
	check(t, err)
	defer c.Close()
	greeting := make([]byte, 8)
	_, err = io.ReadFull(c, greeting)
	check(t, err)
	return string(greeting)
}
