package main

import (
	"context"
	"reflect"
	"slices"

	"github.com/qapi-go/qapi-gen/generated/vmm"
)

func (m *machine) allowYank(i vmm.YankInstance) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.yankable = append(m.yankable, i)
}

func (m *machine) forbidYank(is func(vmm.YankInstance) bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.yankable = slices.DeleteFunc(m.yankable, is)
}

func (m *machine) QueryYank(context.Context) ([]vmm.YankInstance, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.yankable), nil
}

// Yank cuts connections, of which there are none.
func (m *machine) Yank(_ context.Context, args vmm.YankArgs) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.findYankable(args.Instances)
}

func (m *machine) findYankable(instances []vmm.YankInstance) error {
	for _, i := range instances {
		if !slices.ContainsFunc(m.yankable, func(have vmm.YankInstance) bool { return reflect.DeepEqual(have, i) }) {
			return notFound("there is no such instance to yank, of type '" + string(i.Type) + "'; see query-yank")
		}
	}
	return nil
}
