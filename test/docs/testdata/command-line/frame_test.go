package main

import (
	"context"
	"testing"

	"github.com/qapi-go/qapi-gen/generated/vmm"
	"github.com/qapi-go/qapi-gen/qmp/qmptest"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

//docs:in-your-repository 1

type monitor struct{ vmm.UnimplementedCommands }

func (monitor) BlockdevAdd(context.Context, vmm.BlockdevOptions) error { return nil }

func TestSupports(t *testing.T) {
	ctx, vm := t.Context(), vmm.NewClient(qmptest.Connect(t, server.New(vmm.DispatchTable(monitor{}))))
	//docs:in-your-ci 1
	if err != nil || !ok {
		t.Errorf("%v, %v", ok, err)
	}
}
