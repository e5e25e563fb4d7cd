package main

import (
	"context"

	"github.com/qapi-go/qapi-gen/generated/vmm"
)

// A migration goes nowhere: it waits at its URI for ever. Its out-of-band
// commands are what one is rescued with when the main loop hangs.
type migration struct {
	status     vmm.MigrationStatus
	uri        string
	parameters vmm.MigrationParameters
}

// setMigration changes the status. The caller holds mu.
func (m *machine) setMigration(status vmm.MigrationStatus, uri string) {
	m.migration.status, m.migration.uri = status, uri
	m.emit(vmm.MigrationEvent{Status: status})
}

func (m *machine) QueryMigrate(context.Context) (vmm.MigrationInfo, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return vmm.MigrationInfo{Status: m.migration.status}, nil
}

func (m *machine) Migrate(_ context.Context, args vmm.MigrateArgs) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	paused := m.migration.status == vmm.MigrationStatusPostcopyPaused
	switch resume := args.Resume != nil && *args.Resume; {
	case resume && !paused:
		return generic("there is no migration to resume")
	case !resume && m.migration.uri != "":
		return generic("there is a migration already, at " + m.migration.uri)
	}
	m.setMigration(vmm.MigrationStatusActive, args.URI)
	return nil
}

func (m *machine) MigrateIncoming(_ context.Context, args vmm.MigrateIncomingArgs) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.migration.uri != "" {
		return generic("there is a migration already, at " + m.migration.uri)
	}
	m.setMigration(vmm.MigrationStatusSetup, args.URI)
	return nil
}

func (m *machine) MigratePause(context.Context) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.migration.status != vmm.MigrationStatusActive && m.migration.status != vmm.MigrationStatusPostcopyActive {
		return generic("there is no active migration to pause")
	}
	m.setMigration(vmm.MigrationStatusPostcopyPaused, m.migration.uri)
	return nil
}

func (m *machine) MigrateRecover(_ context.Context, args vmm.MigrateRecoverArgs) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.migration.status != vmm.MigrationStatusPostcopyPaused {
		return generic("there is no paused migration to recover")
	}
	m.setMigration(vmm.MigrationStatusSetup, args.URI)
	return nil
}

func (m *machine) MigrateSetParameters(_ context.Context, args vmm.MigrationParameters) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	have := &m.migration.parameters
	set(&have.MaxBandwidth, args.MaxBandwidth)
	set(&have.DowntimeLimit, args.DowntimeLimit)
	set(&have.CompressLevel, args.CompressLevel) //nolint:staticcheck // a server keeps what it has deprecated
	set(&have.CPUThrottle, args.CPUThrottle)
	set(&have.AnnounceRounds, args.AnnounceRounds)
	set(&have.TLSCreds, args.TLSCreds)
	if args.Tuning != nil {
		have.Tuning = args.Tuning
	}
	return nil
}

// set changes a parameter, if it was given.
func set[T any](parameter **T, given *T) {
	if given != nil {
		*parameter = given
	}
}

func (m *machine) QueryMigrateParameters(context.Context) (vmm.MigrationParameters, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.migration.parameters, nil
}
