package main

import (
	"context"
	"fmt"
	"os"
	"slices"

	"github.com/qapi-go/qapi-gen/generated/vmm"
)

// defaultSize is that of a null node.
const defaultSize = 1 << 30

func (m *machine) node(name string) (*vmm.BlockNode, error) {
	for _, n := range m.nodes {
		if n.NodeName == name {
			return n, nil
		}
	}
	return nil, notFound("there is no block node '" + name + "'")
}

func (m *machine) BlockdevAdd(_ context.Context, options vmm.BlockdevOptions) error {
	if options.NodeName == nil {
		return generic("a node that a command makes needs a 'node-name'")
	}
	before := len(m.nodes)
	if _, err := m.open(&options, len(m.nodes)); err != nil {
		m.nodes = m.nodes[:before] // with the ones below it
		return err
	}
	return nil
}

// open makes a node and those below it.
func (m *machine) open(options *vmm.BlockdevOptions, number int) (*vmm.BlockNode, error) {
	n := &vmm.BlockNode{NodeName: fmt.Sprintf("#node%d", number), Driver: options.Driver, Children: []string{}}
	if options.NodeName != nil {
		n.NodeName = *options.NodeName
	}
	if _, err := m.node(n.NodeName); err == nil {
		return nil, generic("there is a block node '" + n.NodeName + "' already")
	}
	n.ReadOnly = options.ReadOnly != nil && *options.ReadOnly
	if err := m.openDriver(n, options, number); err != nil {
		return nil, err
	}
	m.nodes = append(m.nodes, n)
	return n, nil
}

func (m *machine) openDriver(n *vmm.BlockNode, options *vmm.BlockdevOptions, number int) error {
	switch {
	case options.Null != nil:
		n.Size = defaultSize
		if options.Null.Size != nil {
			n.Size = *options.Null.Size
		}
		return nil
	case options.File != nil:
		info, err := os.Stat(options.File.Filename)
		if err != nil {
			return generic(err.Error())
		}
		n.Size = uint64(info.Size())
		return nil
	case options.Raw != nil:
		child, err := m.child(n, &options.Raw.File, number)
		if err != nil {
			return err
		}
		n.Size = child.Size
		if options.Raw.Size != nil {
			n.Size = *options.Raw.Size
		}
		return nil
	default:
		return generic("this VMM cannot open nodes of driver '" + string(options.Driver) + "'")
	}
}

// child finds or makes a node below n.
func (m *machine) child(n *vmm.BlockNode, ref *vmm.BlockdevRef, number int) (*vmm.BlockNode, error) {
	var child *vmm.BlockNode
	var err error
	if ref.Reference != nil {
		child, err = m.node(*ref.Reference)
	} else {
		child, err = m.open(ref.Definition, number+1)
	}
	if err == nil {
		n.Children = append(n.Children, child.NodeName)
	}
	return child, err
}

func (m *machine) BlockdevDel(_ context.Context, args vmm.BlockdevDelArgs) error {
	n, err := m.node(args.NodeName)
	if err != nil {
		return err
	}
	for _, other := range m.nodes {
		if slices.Contains(other.Children, n.NodeName) {
			return generic("block node '" + n.NodeName + "' is in use by '" + other.NodeName + "'")
		}
	}
	m.nodes = slices.DeleteFunc(m.nodes, func(have *vmm.BlockNode) bool { return have == n })
	return nil
}

func (m *machine) BlockResize(_ context.Context, args vmm.BlockResizeArgs) error {
	n, err := m.node(args.NodeName)
	if err != nil {
		return err
	}
	if n.ReadOnly {
		return generic("block node '" + n.NodeName + "' is read-only")
	}
	n.Size = args.Size
	return nil
}

func (m *machine) QueryNamedBlockNodes(ctx context.Context) ([]vmm.BlockNode, error) {
	return m.QueryBlockNodes(ctx, vmm.QueryBlockNodesArgs{})
}

func (m *machine) QueryBlockNodes(_ context.Context, args vmm.QueryBlockNodesArgs) ([]vmm.BlockNode, error) {
	below := make(map[string]bool)
	for _, n := range m.nodes {
		for _, child := range n.Children {
			below[child] = args.Flat != nil && *args.Flat
		}
	}
	var list []vmm.BlockNode
	for _, n := range m.nodes {
		if !below[n.NodeName] {
			list = append(list, *n)
		}
	}
	return list, nil
}
