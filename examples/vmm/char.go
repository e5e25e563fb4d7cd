package main

import (
	"context"
	"maps"
	"slices"

	"github.com/qapi-go/qapi-gen/generated/vmm"
)

// A chardev is a character device that the guest never opens.
type chardev struct{ kind vmm.ChardevBackendKind }

func (m *machine) ChardevAdd(_ context.Context, args vmm.ChardevAddArgs) (vmm.ChardevReturn, error) {
	if m.chardevs[args.ID] != nil {
		return vmm.ChardevReturn{}, generic("there is a character device '" + args.ID + "' already")
	}
	switch args.Backend.Kind {
	case vmm.ChardevBackendKindNull, vmm.ChardevBackendKindRingbuf:
	case vmm.ChardevBackendKindSocket:
		m.allowYank(vmm.YankInstance{Type: vmm.YankInstanceTypeChardev, Chardev: &vmm.YankInstanceChardev{ID: args.ID}})
	default:
		return vmm.ChardevReturn{}, generic("this VMM has no character devices of kind '" + string(args.Backend.Kind) + "'")
	}
	m.chardevs[args.ID] = &chardev{kind: args.Backend.Kind}
	return vmm.ChardevReturn{}, nil
}

func (m *machine) ChardevRemove(_ context.Context, args vmm.ChardevRemoveArgs) error {
	if m.chardevs[args.ID] == nil {
		return notFound("there is no character device '" + args.ID + "'")
	}
	delete(m.chardevs, args.ID)
	m.forbidYank(func(i vmm.YankInstance) bool { return i.Chardev != nil && i.Chardev.ID == args.ID })
	return nil
}

func (m *machine) QueryChardev(context.Context) ([]vmm.ChardevInfo, error) {
	var list []vmm.ChardevInfo
	for _, id := range slices.Sorted(maps.Keys(m.chardevs)) {
		list = append(list, vmm.ChardevInfo{Label: id, Kind: m.chardevs[id].kind})
	}
	return list, nil
}

// RingbufRead reads what the guest wrote, which is nothing.
func (m *machine) RingbufRead(_ context.Context, args vmm.RingbufReadArgs) (string, error) {
	c := m.chardevs[args.Device]
	switch {
	case c == nil:
		return "", notFound("there is no character device '" + args.Device + "'")
	case c.kind != vmm.ChardevBackendKindRingbuf:
		return "", generic("character device '" + args.Device + "' is no ring buffer")
	}
	return "", nil
}
