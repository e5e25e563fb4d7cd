package generated

import (
	"sync/atomic"
	"testing"

	"go.uber.org/goleak"

	"github.com/qapi-go/qapi-gen/generated/vmm"
	"github.com/qapi-go/qapi-gen/qmp/qmptest"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// A client asks the server for its introspection once, and answers all paths
// by it.
func TestClientSaysWhatItsServerSupports(t *testing.T) {
	t.Cleanup(func() { goleak.VerifyNone(t) })
	var asked atomic.Int32
	count := server.WithCallHook(func(c server.Call) {
		if c.Command == "query-qmp-schema" {
			asked.Add(1)
		}
	})
	client := vmm.NewClient(qmptest.Connect(t, server.New(vmm.DispatchTable(implementsNothing{vmm.UnimplementedCommands{}}), count)))
	for path, want := range map[string]bool{
		"query-status/ret-type/running":              true,
		"query-status/ret-type/walking":              false,
		"blockdev-add/arg-type/+file/aio/^io-uring":  true,
		"blockdev-add/arg-type/+file/aio/^io-urging": false,
		"SHUTDOWN/arg-type/reason":                   true,
	} {
		if got, err := client.Supports(t.Context(), path); got != want || err != nil {
			t.Errorf("%s: %v, %v", path, got, err)
		}
	}
	if _, err := client.Supports(t.Context(), "query-status/running"); err == nil {
		t.Error("a malformed path is accepted")
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("the server was asked %d times", n)
	}
}
