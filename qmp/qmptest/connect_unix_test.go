//go:build unix

package qmptest_test

import (
	"os"
	"testing"

	"github.com/qapi-go/qapi-gen/generated/vmm"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/qmptest"
)

func TestConnectSocketPassesFiles(t *testing.T) {
	client := vmm.NewClient(qmptest.ConnectSocket(t, newServer()))
	f, err := os.Open("qmptest_test.go")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if err := client.GetFD(qmp.ContextWithFiles(t.Context(), f), vmm.GetFDArgs{FDName: "test"}); err != nil {
		t.Error(err)
	}
}
