// Package lifecycle controls a virtual machine where QMP takes more than one command:
// hot-unplug, jobs, migration, programs in the guest, shutdown.
//
// In QMP such an operation is a command that returns at once, an event that reports
// the end, and often a command that acknowledges it. Each function of this package
// is one operation. It subscribes to the events before it sends the command, and
// returns when QEMU has reported the end:
//
//	err := lifecycle.Unplug(ctx, conn, "disk0")
//
// The functions take the connection or any other [qmp.Caller], the same that a
// generated client is made from. Commands with many arguments are functions of the
// program, which call the generated client:
//
//	err := lifecycle.RunJob(ctx, conn, lifecycle.Job{
//		ID:    "backup0",
//		Start: func(ctx context.Context) error { return vm.BlockdevBackup(ctx, args) },
//	})
//
// # Contexts and errors
//
// A function returns when its context ends. What QEMU or the guest has begun goes on
// then; [RunJob] and [Migrate] without Start wait for it again. If QEMU closes the
// connection, an error that wraps [qmp.ErrHangUp] is returned. An error reply of QEMU
// is in the chain as a [*qmp.Error].
//
// Nothing is left behind: subscriptions and goroutines end before a function returns.
//
// # Polling
//
// The end of an operation comes as an event. Two things have no event, and are asked
// for at an interval: the numbers of a progress, if the program wants them, and the
// programs of a guest agent. If QEMU sends more events than are read, some are dropped.
// The functions then ask for the state that they may have missed.
//
// # Versions
//
// The package works with QEMU 2.12 and later.
//
// # Reading the code
//
//	unplug.go                          hot-unplug
//	job.go, job_run.go, job_query.go   jobs
//	migrate.go, migrate_run.go,
//	migrate_query.go                   migration, and its cancellation
//	migrate_recover.go                 postcopy after a loss of the network
//	exec.go, exec_stream.go            programs in the guest
//	shutdown.go                        shutdown
//	events.go, reply.go                what all of them use
//	print.go                           the types as text
package lifecycle
