package main

import (
	"context"
	"encoding/json"
	"log"
	"testing"

	"github.com/qapi-go/qapi-gen/generated/vmm"
	"github.com/qapi-go/qapi-gen/qapi"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

func TestTypes(t *testing.T) {
	//docs:types 1
	if _, err := json.Marshal(opts); err != nil {
		t.Error(err)
	}
}

var _ = func(ctx context.Context) error {
	//docs:client 1
	_ = status
	return nil
}

type machine struct{}

func (*machine) running() bool { return true }

//docs:server 1

var _ = func(ctx context.Context, vm *machine) error {
	//docs:server 2
	return err
}

//docs:in-your-repository 1

var _ = func(ctx context.Context, vm *vmm.Client) (bool, error) {
	//docs:in-your-ci 1
	return ok, err
}
