package main

import (
	"context"
	"log"
	"testing"

	"github.com/qapi-go/qapi-gen/examples/hotplug/qemu"
	"github.com/qapi-go/qapi-gen/examples/hotplug/qemu/devices"
	"github.com/qapi-go/qapi-gen/generated/vmm"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/qmptest"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

var _ = func(ctx context.Context) error {
	//docs:control-qemu 1
	_ = status
	return nil
}

var _ = func(ctx context.Context, vm *qemu.Client) (err error) {
	//docs:control-qemu 2
	return err
}

type machine struct{}

func (*machine) running() bool { return true }

//docs:offer-qmp 1

func TestServer(t *testing.T) {
	vm := &machine{}
	//docs:offer-qmp 2
	status, err := vmm.NewClient(qmptest.Connect(t, srv)).QueryStatus(t.Context())
	if err != nil || !status.Running {
		t.Errorf("%v, %v", status, err)
	}
}
