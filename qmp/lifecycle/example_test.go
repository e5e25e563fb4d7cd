package lifecycle_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/qapi-go/qapi-gen/generated/vmm"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/lifecycle"
)

func ExampleUnplug() {
	conn, end := dialMachine()
	defer end()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()

	err := lifecycle.Unplug(ctx, conn, "disk0")
	var refusal *lifecycle.UnplugError
	var reply *qmp.Error
	switch {
	case err == nil:
		fmt.Println("the device is gone")
	case errors.As(err, &refusal):
		fmt.Println("the guest uses", refusal.Device)
	case errors.As(err, &reply) && reply.Class == qmp.DeviceNotFound:
		fmt.Println("there is no such device")
	default:
		fmt.Println(err)
	}
	// Output: the device is gone
}

func ExampleRunJob() {
	conn, end := dialMachine()
	defer end()
	ctx := context.Background()
	vm := vmm.NewClient(conn)

	err := lifecycle.RunJob(ctx, conn, lifecycle.Job{
		ID: "copy0",
		Start: func(ctx context.Context) error {
			return vm.BlockdevCopy(ctx, vmm.BlockdevCopyArgs{
				JobID: "copy0", Type: vmm.JobTypeBackup, Device: "disk0", Target: "disk1",
			})
		},
		Progress: func(p lifecycle.JobProgress) { fmt.Println(p) },
	})
	var failed *lifecycle.JobError
	switch {
	case err == nil:
		fmt.Println("the copy is complete")
	case errors.Is(err, lifecycle.ErrCancelled):
		fmt.Println("somebody has cancelled the copy")
	case errors.As(err, &failed):
		fmt.Println("the copy has failed:", failed.Reason)
	default:
		fmt.Println(err)
	}
	// Output:
	// created: 100 of 100
	// running: 100 of 100
	// concluded: 100 of 100
	// the copy is complete
}

func ExampleMigrate() {
	source, endSource := dialMachine()
	defer endSource()
	destination, endDestination := dialMachine()
	defer endDestination()
	ctx := context.Background()
	vm := vmm.NewClient(source)

	err := lifecycle.Migrate(ctx, source, lifecycle.Migration{
		Start: func(ctx context.Context) error {
			return vm.Migrate(ctx, vmm.MigrateArgs{URI: "tcp:host2:4444"})
		},
		PostcopyAfter: 2,
		Interval:      time.Second,
		Progress:      func(p lifecycle.MigrationProgress) { fmt.Println(p) },
	})
	for errors.Is(err, lifecycle.ErrPostcopyPaused) {
		fmt.Println("the connection was lost")
		err = lifecycle.RecoverPostcopy(ctx, source, destination, lifecycle.Recovery{
			Listen: "tcp:0.0.0.0:4445", Connect: "tcp:host2:4445",
		})
	}
	var failed *lifecycle.MigrationError
	if errors.As(err, &failed) {
		fmt.Println("the guest remains here:", failed.Reason)
	}
	fmt.Println("error:", err)
	// Output:
	// postcopy-paused
	// the connection was lost
	// error: <nil>
}

func ExampleCancelMigration() {
	conn, end := dialMachine()
	defer end()
	if err := lifecycle.CancelMigration(context.Background(), conn); err != nil {
		fmt.Println(err)
	}
	fmt.Println("no migration is in progress")
	// Output: no migration is in progress
}

func ExampleExec() {
	agent := dialAgent() // by qmp.Dial, with qmp.WithGuestAgent()
	err := lifecycle.Exec(context.Background(), agent, lifecycle.GuestCommand{
		Path: "tar", Args: []string{"-tf", "/backup.tar"},
		Stdout: os.Stdout, Stderr: os.Stderr,
	})
	var exit *lifecycle.ExitError
	if errors.As(err, &exit) {
		fmt.Println("exit status", exit.Code)
	}
	// Output:
	// etc/hosts
	// exit status 2
}

func ExampleShutdown() {
	conn, end := dialMachine()
	defer end()
	forced, err := lifecycle.Shutdown(context.Background(), conn, time.Minute)
	fmt.Println("forced:", forced, "error:", err)
	// Output: forced: false error: <nil>
}
