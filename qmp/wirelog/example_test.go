package wirelog_test

import (
	"log/slog"
	"os"
	"slices"

	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/wirelog"
)

// A program adds members that are secret in its schema to the usual ones.
func ExampleNewHook() {
	log := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{
		Level: slog.LevelDebug,
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey || a.Key == slog.LevelKey {
				return slog.Attr{}
			}
			return a
		},
	}))
	hook := wirelog.NewHook(log, append(slices.Clone(wirelog.SecretMembers), "arguments/pin")...)
	hook(qmp.WireMessage{Direction: qmp.Sent, Data: []byte(`{"execute":"unlock","arguments":{"pin":"1234","user":"joe"}}`)})
	// Output: msg=qmp direction=sent message="{\"arguments\":{\"pin\":\"***\",\"user\":\"joe\"},\"execute\":\"unlock\"}"
}
