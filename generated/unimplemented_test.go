package generated

import (
	"context"
	"io"
	"slices"
	"testing"

	"github.com/qapi-go/qapi-gen/generated/vmm"
	"github.com/qapi-go/qapi-gen/qmp/qmptest"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

type (
	stops         struct{ vmm.UnimplementedCommands }
	pointerStops  struct{ vmm.UnimplementedCommands }
	embeds        struct{ stops }
	embedsPointer struct{ *pointerStops }
	only          struct{}
	besides       struct {
		only
		deeper
	}
	deeper   struct{ vmm.UnimplementedCommands }
	forwards struct{ vmm.Commands }
	closes   struct {
		io.Closer
		vmm.UnimplementedCommands
	}
)

func (stops) Stop(context.Context) error         { return nil }
func (*pointerStops) Stop(context.Context) error { return nil }
func (only) Stop(context.Context) error          { return nil }

// Commands that an implementation leaves to UnimplementedCommands are not
// advertised, whatever way it embeds that type.
func TestUnimplementedCommandsAreNotAdvertised(t *testing.T) {
	for _, test := range []struct {
		name       string
		impl       vmm.Commands
		stop, cont bool
	}{
		{"nothing", vmm.UnimplementedCommands{}, false, false},
		{"pointer to nothing", &vmm.UnimplementedCommands{}, false, false},
		{"a method", stops{}, true, false},
		{"pointer to it", &stops{}, true, false},
		{"a method of the pointer", &pointerStops{}, true, false},
		{"embedded", embeds{}, true, false},
		{"embedded by pointer", embedsPointer{new(pointerStops)}, true, false},
		{"from another embedded type", besides{}, true, false},
		{"nothing, beside another interface", closes{}, false, false},
		{"all, behind an interface", forwards{vmm.UnimplementedCommands{}}, true, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			client := vmm.NewClient(qmptest.Connect(t, server.New(vmm.DispatchTable(test.impl))))
			listed, err := client.QueryCommands(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for name, want := range map[string]bool{"stop": test.stop, "cont": test.cont, "qmp_capabilities": true, "query-commands": true} {
				if got := slices.ContainsFunc(listed, func(c vmm.CommandInfo) bool { return c.Name == name }); got != want {
					t.Errorf("query-commands has %s: %v", name, got)
				}
				if got, err := client.Supports(t.Context(), name); got != want || err != nil {
					t.Errorf("query-qmp-schema has %s: %v, %v", name, got, err)
				}
			}
		})
	}
}
