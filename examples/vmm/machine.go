package main

import (
	"context"
	"os"
	"sync"

	"github.com/qapi-go/qapi-gen/generated/vmm"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// A machine is the state behind the commands. What out-of-band commands touch
// is guarded by mu; the rest belongs to the main loop.
type machine struct {
	vmm.UnimplementedCommands
	srv  *server.Server
	stop func() // ends the program
	name string

	state    vmm.RunState
	memory   uint64
	nodes    []*vmm.BlockNode
	chardevs map[string]*chardev
	files    map[string]*os.File
	tests    testState

	mu        sync.Mutex
	cause     vmm.ShutdownCause
	migration migration
	yankable  []vmm.YankInstance
}

func newMachine(name string, stop func()) *machine {
	return &machine{
		stop: stop, name: name,
		state:     vmm.RunStatePrelaunch,
		memory:    128 << 20,
		chardevs:  make(map[string]*chardev),
		files:     make(map[string]*os.File),
		cause:     vmm.ShutdownCauseHostSignal,
		migration: migration{status: vmm.MigrationStatusNone},
	}
}

// emit sends an event. An error is a mistake in this program.
func (m *machine) emit(event qmp.EventBody) {
	if err := m.srv.Emit(event); err != nil {
		panic(err)
	}
}

func generic(desc string) error { return &qmp.Error{Class: qmp.GenericError, Desc: desc} }

func notFound(desc string) error { return &qmp.Error{Class: qmp.DeviceNotFound, Desc: desc} }

func (m *machine) QueryName(context.Context) (vmm.NameInfo, error) {
	if m.name == "" {
		return vmm.NameInfo{}, nil
	}
	return vmm.NameInfo{Name: &m.name}, nil
}

func (m *machine) QueryStatus(context.Context) (vmm.StatusInfo, error) {
	return vmm.StatusInfo{Running: m.state == vmm.RunStateRunning, Status: m.state}, nil
}

func (m *machine) Stop(context.Context) error {
	if m.state == vmm.RunStateRunning {
		m.state = vmm.RunStatePaused
		m.emit(vmm.StopEvent{})
	}
	return nil
}

func (m *machine) Cont(context.Context) error {
	if m.state != vmm.RunStateRunning {
		m.state = vmm.RunStateRunning
		m.emit(vmm.ResumeEvent{})
	}
	return nil
}

func (m *machine) SystemReset(context.Context) error {
	m.emit(vmm.ResetEvent{Guest: false})
	return nil
}

// SystemPowerdown asks the guest, and there is none to answer.
func (m *machine) SystemPowerdown(context.Context) error {
	m.emit(vmm.PowerdownEvent{})
	return nil
}

func (m *machine) Quit(context.Context) error {
	m.mu.Lock()
	m.cause = vmm.ShutdownCauseHostQMPQuit
	m.mu.Unlock()
	m.stop()
	return nil
}

func (m *machine) shutdownCause() *vmm.ShutdownCause {
	m.mu.Lock()
	defer m.mu.Unlock()
	cause := m.cause
	return &cause
}

func (m *machine) XExitPreconfig(context.Context) error {
	m.srv.LeavePreconfig()
	return nil
}

func (m *machine) QueryCPUsFast(context.Context) ([]vmm.CPUInfo, error) {
	return []vmm.CPUInfo{{CPUIndex: 0, ThreadID: int32(os.Getpid())}}, nil
}

func (m *machine) Balloon(_ context.Context, args vmm.BalloonArgs) error {
	if args.Value == 0 {
		return generic("a guest needs some memory: give 'value' in bytes")
	}
	m.memory = args.Value
	m.emit(vmm.BalloonChangeEvent{Actual: m.memory})
	return nil
}
