package lifecycle

import "fmt"

// This file has String methods of the package's types, for logs and for failures
// of tests. No program should depend on what they return. What a program in the
// guest reads and gets as arguments is not in them, because passwords may be.

// String returns the id, as in "job backup0".
func (j Job) String() string { return "job " + j.ID }

// String returns the status and the numbers, as in "running: 10 of 100".
func (p JobProgress) String() string {
	if p.Total == 0 {
		return p.Status
	}
	return fmt.Sprintf("%s: %d of %d", p.Status, p.Current, p.Total)
}

// String returns "migration", and when it switches to postcopy.
func (m Migration) String() string {
	switch {
	case m.PostcopyAfter == 1:
		return "migration with postcopy after 1 pass"
	case m.PostcopyAfter > 1:
		return fmt.Sprintf("migration with postcopy after %d passes", m.PostcopyAfter)
	}
	return "migration"
}

// String returns the status and the numbers, as in
// "active, pass 2: 1024 bytes transferred, 0 of 4096 remaining".
func (p MigrationProgress) String() string {
	if p.Total == 0 {
		return p.Status
	}
	return fmt.Sprintf("%s, pass %d: %d bytes transferred, %d of %d remaining", p.Status, p.Pass, p.Transferred, p.Remaining, p.Total)
}

// String returns the two URIs.
func (r Recovery) String() string {
	return "recovery of a migration, listening at " + r.Listen + ", connecting to " + r.Connect
}

// String returns the program and the number of its arguments.
func (c GuestCommand) String() string {
	return fmt.Sprintf("%s, arguments: %d", c.Path, len(c.Args))
}
