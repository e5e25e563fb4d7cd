package lifecycle

import (
	"context"
	"time"
)

// A migrationInfo is what query-migrate returns. An empty status means that there was
// no migration.
type migrationInfo struct {
	Status           string
	ErrorDesc        string `json:"error-desc"`
	TotalTime        int64  `json:"total-time"`
	Downtime         int64
	ExpectedDowntime int64 `json:"expected-downtime"`
	RAM              struct {
		Transferred, Remaining, Total int64
		DirtySyncCount                int64 `json:"dirty-sync-count"`
	}
}

func (r *migrationRun) query(ctx context.Context) (*migrationInfo, error) {
	var info migrationInfo
	if err := query(ctx, r.conn, "query-migrate", nil, &info); err != nil {
		return nil, err
	}
	return &info, nil
}

// inProgress reports whether the migration has not ended.
func (i *migrationInfo) inProgress() bool {
	switch i.Status {
	case "", "none", "completed", "failed", "cancelled":
		return false
	}
	return true
}

func (i *migrationInfo) progress() MigrationProgress {
	p := MigrationProgress{
		Status: i.Status, Pass: i.RAM.DirtySyncCount,
		Transferred: i.RAM.Transferred, Remaining: i.RAM.Remaining, Total: i.RAM.Total,
		Elapsed:  time.Duration(i.TotalTime) * time.Millisecond,
		Downtime: time.Duration(i.Downtime) * time.Millisecond,
	}
	if i.Downtime == 0 {
		p.Downtime = time.Duration(i.ExpectedDowntime) * time.Millisecond
	}
	if p.Status == "" {
		p.Status = "none"
	}
	return p
}

// A capabilityStatus is a MigrationCapabilityStatus of QEMU's schema.
type capabilityStatus struct {
	Capability string `json:"capability"`
	State      bool   `json:"state"`
}

// hasEvents reports whether QEMU sends events of migrations.
func (r *migrationRun) hasEvents(ctx context.Context) (bool, error) {
	var capabilities []capabilityStatus
	if err := query(ctx, r.conn, "query-migrate-capabilities", nil, &capabilities); err != nil {
		return false, err
	}
	for _, c := range capabilities {
		if c.Capability == "events" {
			return c.State, nil
		}
	}
	return false, nil
}

// enableEvents makes QEMU send events of migrations. QEMU refuses that while a
// migration is in progress.
func (r *migrationRun) enableEvents(ctx context.Context) error {
	enabled, err := r.hasEvents(ctx)
	if enabled || err != nil {
		return err
	}
	args := map[string][]capabilityStatus{"capabilities": {{"events", true}}}
	return r.conn.Execute(ctx, "migrate-set-capabilities", args, nil)
}
