package main

import (
	"context"

	"github.com/qapi-go/qapi-gen/generated/vmm"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

func (m *machine) GetFD(ctx context.Context, args vmm.GetFDArgs) error {
	files := server.ReceivedFiles(ctx)
	if len(files) == 0 {
		return generic("no file descriptor came with the command; it is sent over a unix socket, by SCM_RIGHTS")
	}
	for _, more := range files[1:] {
		_ = more.Close()
	}
	if old := m.files[args.FDName]; old != nil {
		_ = old.Close()
	}
	m.files[args.FDName] = files[0]
	return nil
}

func (m *machine) CloseFD(_ context.Context, args vmm.CloseFDArgs) error {
	f := m.files[args.FDName]
	if f == nil {
		return generic("there is no file descriptor with the name '" + args.FDName + "'")
	}
	delete(m.files, args.FDName)
	return f.Close()
}
