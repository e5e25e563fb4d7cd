package lifecycle_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net"

	"github.com/qapi-go/qapi-gen/generated/vmm"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// A machine is what the examples control in QEMU's place. Its migration loses the first
// connection.
type machine struct {
	vmm.UnimplementedCommands
	events    *server.Emitter
	jobs      []vmm.JobInfo
	migration vmm.MigrationStatus
	conn      net.Conn
}

func (m *machine) DeviceDel(_ context.Context, args vmm.DeviceDelArgs) error {
	return m.events.Emit(vmm.DeviceDeletedEvent{Device: &args.ID, Path: "/machine/peripheral/" + args.ID})
}

func (m *machine) BlockdevCopy(_ context.Context, args vmm.BlockdevCopyArgs) error {
	for _, status := range []vmm.JobStatus{vmm.JobStatusCreated, vmm.JobStatusRunning, vmm.JobStatusConcluded} {
		m.jobs = []vmm.JobInfo{{ID: args.JobID, Type: args.Type, Status: status, CurrentProgress: 100, TotalProgress: 100}}
		if err := m.events.Emit(vmm.JobStatusChangeEvent{ID: args.JobID, Status: status}); err != nil {
			return err
		}
	}
	return nil
}

func (m *machine) QueryJobs(context.Context) ([]vmm.JobInfo, error) { return m.jobs, nil }

func (m *machine) JobDismiss(context.Context, vmm.JobDismissArgs) error {
	m.jobs = nil
	return nil
}

func (m *machine) Migrate(_ context.Context, args vmm.MigrateArgs) error {
	m.migration = vmm.MigrationStatusPostcopyPaused
	if args.Resume != nil {
		m.migration = vmm.MigrationStatusCompleted
	}
	return m.events.Emit(vmm.MigrationEvent{Status: m.migration})
}

func (m *machine) QueryMigrate(context.Context) (vmm.MigrationInfo, error) {
	return vmm.MigrationInfo{Status: m.migration}, nil
}

func (m *machine) MigrateRecover(context.Context, vmm.MigrateRecoverArgs) error { return nil }

func (m *machine) SystemPowerdown(context.Context) error {
	return m.events.Emit(vmm.ShutdownEvent{Guest: true})
}

func (m *machine) Quit(context.Context) error { return m.conn.Close() }

// dialMachine starts a machine, and connects to it.
func dialMachine() (conn *qmp.Conn, end func()) {
	ours, theirs := net.Pipe()
	m := &machine{events: server.NewEmitter(), migration: vmm.MigrationStatusNone, conn: theirs}
	table := vmm.DispatchTable(m)
	// The example schema has no capabilities of migrations.
	table.Commands = append(table.Commands, server.Command{
		Name: "query-migrate-capabilities",
		Handler: func(context.Context, server.Args) (any, error) {
			return json.RawMessage(`[{"capability": "events", "state": true}]`), nil
		},
	})
	srv := server.New(table, server.WithEmitter(m.events))
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = srv.ServeConn(context.Background(), theirs)
	}()
	conn, err := qmp.NewConn(context.Background(), ours)
	if err != nil {
		log.Fatal(err)
	}
	return conn, func() {
		_ = conn.Close()
		_ = srv.Close()
		<-done
	}
}

// An agent is a guest agent whose programs list a file and fail.
type agent struct{ qmp.Caller }

func dialAgent() qmp.Caller { return agent{} }

func (agent) Execute(_ context.Context, name string, _, ret any) error {
	answer, ok := map[string]string{
		"guest-info":        `{"supported_commands": []}`,
		"guest-exec":        `{"pid": 7}`,
		"guest-exec-status": `{"exited": true, "exitcode": 2, "out-data": "ZXRjL2hvc3RzCg=="}`,
	}[name]
	if !ok {
		return fmt.Errorf("the agent has no %s", name)
	}
	return json.Unmarshal([]byte(answer), ret)
}
