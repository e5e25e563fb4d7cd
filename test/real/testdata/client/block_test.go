package client

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/test/real/qemu72"
)

func qcow2(name, filename string) qemu72.BlockdevOptions {
	return qemu72.BlockdevOptions{
		NodeName: &name,
		Qcow2: &qemu72.BlockdevOptionsQcow2{File: qemu72.BlockdevRef{
			Definition: &qemu72.BlockdevOptions{File: &qemu72.BlockdevOptionsFile{Filename: filename}},
		}},
	}
}

func TestBlockNodeComesAndGoes(t *testing.T) {
	one, _, _ := startQEMU(t)
	ctx := testContext(t)
	vm := qemu72.NewClient(dial(t, one))
	image := makeImage(t)
	check(t, vm.BlockdevAdd(ctx, qcow2("disk", image)))
	nodes, err := vm.QueryNamedBlockNodes(ctx, qemu72.QueryNamedBlockNodesArgs{})
	check(t, err)
	var found bool
	for _, n := range nodes {
		if n.NodeName == nil || *n.NodeName != "disk" {
			continue
		}
		found = true
		if n.Drv != "qcow2" || n.Image.VirtualSize != 1<<20 || n.Image.FormatSpecific == nil || n.Image.FormatSpecific.Qcow2 == nil {
			t.Errorf("the node is %+v", n)
		}
	}
	if !found {
		t.Errorf("query-named-block-nodes does not list the node among %d", len(nodes))
	}
	check(t, vm.BlockdevDel(ctx, qemu72.BlockdevDelArgs{NodeName: "disk"}))
	nodes, err = vm.QueryNamedBlockNodes(ctx, qemu72.QueryNamedBlockNodesArgs{Flat: ptr(true)})
	if err != nil || len(nodes) != 0 {
		t.Errorf("%d nodes are left, %v", len(nodes), err)
	}
}

func TestFilesReachQEMU(t *testing.T) {
	one, _, _ := startQEMU(t)
	ctx := testContext(t)
	vm := qemu72.NewClient(dial(t, one))

	// What getfd took has a name, and can be given up by it once.
	image, err := os.OpenFile(makeImage(t), os.O_RDWR, 0)
	check(t, err)
	defer image.Close()
	check(t, vm.GetFD(qmp.ContextWithFiles(ctx, image), qemu72.GetFDArgs{FDName: "image"}))
	check(t, vm.CloseFD(ctx, qemu72.CloseFDArgs{FDName: "image"}))
	if err := vm.CloseFD(ctx, qemu72.CloseFDArgs{FDName: "image"}); err == nil {
		t.Error("closefd worked twice")
	}
	if err := vm.GetFD(ctx, qemu72.GetFDArgs{FDName: "none"}); err == nil {
		t.Error("getfd worked without a descriptor")
	}

	// A block node over a file that QEMU has as a descriptor alone.
	added, err := vm.AddFD(qmp.ContextWithFiles(ctx, image), qemu72.AddFDArgs{Opaque: ptr("rw:image")})
	check(t, err)
	check(t, os.Remove(image.Name()))
	check(t, vm.BlockdevAdd(ctx, qcow2("disk", fmt.Sprintf("/dev/fdset/%d", added.FDSetID))))
	sets, err := vm.QueryFDSets(ctx)
	if err != nil || len(sets) != 1 || len(sets[0].FDs) == 0 {
		t.Errorf("query-fdsets: %+v, %v", sets, err)
	}
}

func TestManyFilesAtOnceKeepTheirNames(t *testing.T) {
	one, _, _ := startQEMU(t)
	ctx := testContext(t)
	vm := qemu72.NewClient(dial(t, one))
	const n = 20
	results := make(chan error, n)
	dir := shortDir(t)
	for i := range n {
		go func() { results <- sendPipeEnd(t, vm, filepath.Join(dir, fmt.Sprint(i))) }()
	}
	for range n {
		if err := <-results; err != nil {
			t.Error(err)
		}
	}
	for i := range n {
		check(t, vm.CloseFD(ctx, qemu72.CloseFDArgs{FDName: "fd-" + fmt.Sprint(i)}))
	}
}

// sendPipeEnd gives QEMU one end of a pipe and closes it here: the pipe stays
// open as long as QEMU has it.
func sendPipeEnd(t *testing.T, vm *qemu72.Client, name string) error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	defer r.Close()
	err = vm.GetFD(qmp.ContextWithFiles(testContext(t), w), qemu72.GetFDArgs{FDName: "fd-" + filepath.Base(name)})
	if closeErr := w.Close(); err == nil {
		err = closeErr
	}
	return err
}
