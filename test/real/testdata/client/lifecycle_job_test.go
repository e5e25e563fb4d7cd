package client

import (
	"context"
	"errors"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/lifecycle"
	"github.com/qapi-go/qapi-gen/test/real/qemu102"
)

// jobMachine starts QEMU with the block nodes source and target, and full, to which
// nothing can be written.
func jobMachine(t *testing.T, program string) (context.Context, *qmp.Conn, *qemu102.Client) {
	t.Helper()
	one, _, _ := startQEMUProgram(t, program)
	ctx, conn := testContext(t), dial(t, one)
	vm := qemu102.NewClient(conn)
	null := qemu102.BlockdevOptionsNull{Size: ptr(int64(8 << 20)), ReadZeroes: ptr(true)}
	for _, name := range []string{"source", "target", "behind"} {
		check(t, vm.BlockdevAdd(ctx, qemu102.BlockdevOptions{NodeName: ptr(name), NullCo: &null}))
	}
	check(t, vm.BlockdevAdd(ctx, qemu102.BlockdevOptions{NodeName: ptr("full"), Blkdebug: &qemu102.BlockdevOptionsBlkdebug{
		Image: qemu102.BlockdevRef{Reference: ptr("behind")},
		InjectError: []qemu102.BlkdebugInjectErrorOptions{
			{Event: qemu102.BlkdebugEventNone, Errno: ptr(int64(28)), Iotype: ptr(qemu102.BlkdebugIOTypeWrite)},
			{Event: qemu102.BlkdebugEventNone, Errno: ptr(int64(28)), Iotype: ptr(qemu102.BlkdebugIOTypeWriteZeroes)},
		},
	}}))
	return ctx, conn, vm
}

// backup returns a function that starts a backup.
func backup(vm *qemu102.Client, target string, change func(*qemu102.BlockdevBackup)) func(context.Context) error {
	args := qemu102.BlockdevBackup{
		JobID: ptr("job0"), Device: "source", Target: target, Sync: qemu102.MirrorSyncModeFull, AutoDismiss: ptr(false),
	}
	if change != nil {
		change(&args)
	}
	return func(ctx context.Context) error { return vm.BlockdevBackup(ctx, args) }
}

func checkNoJobs(t *testing.T, vm *qemu102.Client) {
	t.Helper()
	if jobs, err := vm.QueryJobs(testContext(t)); err != nil || len(jobs) > 0 {
		t.Errorf("jobs are left: %+v, %v", jobs, err)
	}
}

func TestJobToItsEnd(t *testing.T) {
	forEachQEMU(t, func(t *testing.T, program string) {
		ctx, conn, vm := jobMachine(t, program)
		for name, change := range map[string]func(*qemu102.BlockdevBackup){
			"dismissed by the client": nil,
			"dismissed by QEMU":       func(a *qemu102.BlockdevBackup) { a.AutoDismiss = nil },
			"finalized by the client": func(a *qemu102.BlockdevBackup) { a.AutoFinalize = ptr(false) },
			"all by the client":       func(a *qemu102.BlockdevBackup) { a.AutoFinalize, a.AutoDismiss = ptr(false), ptr(true) },
		} {
			var got []string
			var last lifecycle.JobProgress
			err := lifecycle.RunJob(ctx, conn, lifecycle.Job{ID: "job0", Start: backup(vm, "target", change), Progress: func(p lifecycle.JobProgress) {
				got, last = append(got, p.Status), p
			}})
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			// A job may pause for a moment.
			want := []string{"created", "running", "waiting", "pending", "concluded"}
			if paused := []string{"created", "running", "paused", "running", "waiting", "pending", "concluded"}; !slices.Equal(got, want) && !slices.Equal(got, paused) {
				t.Errorf("%s: the statuses are %q, want %q", name, got, want)
			}
			if name == "dismissed by the client" && (last.Total != 8<<20 || last.Current != last.Total) {
				t.Errorf("the last progress is %v", last)
			}
			checkNoJobs(t, vm)
		}
	})
}

func TestJobThatFails(t *testing.T) {
	forEachQEMU(t, func(t *testing.T, program string) {
		ctx, conn, vm := jobMachine(t, program)
		for _, dismiss := range []bool{false, true} {
			start := backup(vm, "full", func(a *qemu102.BlockdevBackup) { a.AutoDismiss = &dismiss })
			err := lifecycle.RunJob(ctx, conn, lifecycle.Job{ID: "job0", Start: start})
			var failed *lifecycle.JobError
			if !errors.As(err, &failed) || failed.Reason != "No space left on device" || failed.Cancelled {
				t.Errorf("auto-dismiss %v: %v, want No space left on device", dismiss, err)
			}
			checkNoJobs(t, vm)
		}
		err := lifecycle.RunJob(ctx, conn, lifecycle.Job{ID: "other", Start: backup(vm, "target", nil)})
		if err == nil {
			t.Error("the job has another id, which is no error")
		}
	})
}

func TestJobThatIsCancelled(t *testing.T) {
	forEachQEMU(t, func(t *testing.T, program string) {
		ctx, conn, vm := jobMachine(t, program)
		slow := backup(vm, "target", func(a *qemu102.BlockdevBackup) { a.Speed = ptr(int64(1)) })
		short, leave := context.WithCancel(ctx)
		defer leave()
		err := lifecycle.RunJob(short, conn, lifecycle.Job{ID: "job0", Start: slow, Progress: func(p lifecycle.JobProgress) {
			if p.Status == "running" {
				leave()
			}
		}})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("err = %v, want context.Canceled", err)
		}
		// It goes on, and can be waited for again.
		calls := 0
		err = lifecycle.RunJob(ctx, conn, lifecycle.Job{ID: "job0", Interval: 10 * time.Millisecond, Progress: func(lifecycle.JobProgress) {
			if calls++; calls == 3 {
				check(t, vm.JobCancel(ctx, qemu102.JobCancelArgs{ID: "job0"}))
			}
		}})
		if !errors.Is(err, lifecycle.ErrCancelled) {
			t.Errorf("err = %v, want ErrCancelled", err)
		}
		checkNoJobs(t, vm)
	})
}

func TestMirror(t *testing.T) {
	forEachQEMU(t, func(t *testing.T, program string) {
		ctx, conn, vm := jobMachine(t, program)
		job := lifecycle.Job{ID: "job0", Start: func(ctx context.Context) error {
			return vm.BlockdevMirror(ctx, qemu102.BlockdevMirrorArgs{
				JobID: ptr("job0"), Device: "source", Target: "target", Sync: qemu102.MirrorSyncModeFull, AutoDismiss: ptr(false),
			})
		}}
		check(t, lifecycle.RunJob(ctx, conn, job))
		checkNoJobs(t, vm)

		// A mirror that is cancelled once it is ready leaves a copy, and has not failed.
		job.Ready = func(ctx context.Context) error {
			return vm.BlockJobCancel(ctx, qemu102.BlockJobCancelArgs{Device: "job0"})
		}
		check(t, lifecycle.RunJob(ctx, conn, job))
		checkNoJobs(t, vm)
	})
}

func TestActiveCommit(t *testing.T) {
	forEachQEMU(t, func(t *testing.T, program string) {
		ctx, conn, vm := jobMachine(t, program)
		base, top := makeImage(t), filepath.Join(shortDir(t), "top.qcow2")
		if out, err := exec.Command("qemu-img", "create", "-q", "-f", "qcow2", "-b", base, "-F", "qcow2", top).CombinedOutput(); err != nil {
			t.Fatalf("qemu-img: %v\n%s", err, out)
		}
		check(t, vm.BlockdevAdd(ctx, qemu102.BlockdevOptions{NodeName: ptr("top"), Qcow2: &qemu102.BlockdevOptionsQcow2{
			File: qemu102.BlockdevRef{Definition: &qemu102.BlockdevOptions{File: &qemu102.BlockdevOptionsFile{Filename: top}}},
		}}))
		var got []string
		err := lifecycle.RunJob(ctx, conn, lifecycle.Job{
			ID: "commit0",
			Start: func(ctx context.Context) error {
				return vm.BlockCommit(ctx, qemu102.BlockCommitArgs{JobID: ptr("commit0"), Device: "top", AutoDismiss: ptr(false)})
			},
			Progress: func(p lifecycle.JobProgress) { got = append(got, p.Status) },
		})
		if err != nil || !slices.Contains(got, "ready") {
			t.Errorf("%v, the statuses were %q", err, got)
		}
		checkNoJobs(t, vm)
	})
}

func TestJobThatIsNoBlockJob(t *testing.T) {
	forEachQEMU(t, func(t *testing.T, program string) {
		ctx, conn, vm := jobMachine(t, program)
		create := func(filename string) error {
			return lifecycle.RunJob(ctx, conn, lifecycle.Job{ID: "create0", Start: func(ctx context.Context) error {
				return vm.BlockdevCreate(ctx, qemu102.BlockdevCreateArgs{JobID: "create0", Options: qemu102.BlockdevCreateOptions{
					File: &qemu102.BlockdevCreateOptionsFile{Filename: filename, Size: 1 << 20},
				}})
			}})
		}
		dir := shortDir(t)
		check(t, create(filepath.Join(dir, "disk")))
		var failed *lifecycle.JobError
		if err := create(filepath.Join(dir, "absent", "disk")); !errors.As(err, &failed) || failed.Reason == "" {
			t.Errorf("err = %v, want a *JobError", err)
		}
		checkNoJobs(t, vm)
	})
}
