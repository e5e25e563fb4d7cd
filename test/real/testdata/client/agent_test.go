package client

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/test/real/qga72"
)

func startAgent(t *testing.T, blocked ...string) *qmp.Conn {
	t.Helper()
	dir := shortDir(t)
	startProgram(t, "qemu-ga", "-m", "unix-listen", "-p", dir+"/ga", "-f", dir+"/pid", "-t", dir,
		"--block-rpcs="+strings.Join(append(blocked, "guest-shutdown", "guest-suspend-disk", "guest-suspend-ram", "guest-suspend-hybrid", "guest-set-time"), ","))
	return dial(t, "unix:"+dir+"/ga", qmp.WithGuestAgent())
}

func TestAgentInfo(t *testing.T) {
	ctx := testContext(t)
	ga := qga72.NewClient(startAgent(t))
	info, err := ga.GuestInfo(ctx)
	if err != nil || info.Version == "" || len(info.SupportedCommands) < 20 {
		t.Errorf("guest-info: %+v, %v", info, err)
	}
	check(t, ga.GuestPing(ctx))
	if now, err := ga.GuestGetTime(ctx); err != nil || now <= 0 {
		t.Errorf("guest-get-time: %d, %v", now, err)
	}
}

func TestAgentRunsAProgram(t *testing.T) {
	ctx := testContext(t)
	ga := qga72.NewClient(startAgent(t))
	started, err := ga.GuestExec(ctx, qga72.GuestExecArgs{
		Path: "/bin/sh", Arg: []string{"-c", "cat; exit 3"}, CaptureOutput: ptr(true),
		InputData: ptr(base64.StdEncoding.EncodeToString([]byte("hello"))),
	})
	check(t, err)
	for {
		status, err := ga.GuestExecStatus(ctx, qga72.GuestExecStatusArgs{PID: started.PID})
		check(t, err)
		if !status.Exited {
			continue
		}
		if status.Exitcode == nil || *status.Exitcode != 3 || status.OutData == nil || *status.OutData != "aGVsbG8=" {
			t.Errorf("guest-exec-status: %+v", status)
		}
		return
	}
}

func TestAgentRefusesWhatIsBlocked(t *testing.T) {
	// It answers this command only if it fails.
	ctx := testContext(t)
	ga := qga72.NewClient(startAgent(t))
	err := ga.GuestShutdown(ctx, qga72.GuestShutdownArgs{})
	var e *qmp.Error
	if !errors.As(err, &e) || e.Class != qmp.CommandNotFound {
		t.Errorf("guest-shutdown: %v, want CommandNotFound", err)
	}
	check(t, ga.GuestPing(ctx))
}

func TestAgentPipelining(t *testing.T) {
	conn := startAgent(t)
	ga := qga72.NewClient(conn)
	results := make(chan error)
	for i := range int64(50) {
		go func() {
			got, err := ga.GuestSync(testContext(t), qga72.GuestSyncArgs{ID: i})
			if err == nil && got != i {
				err = errors.New("a reply went to another call")
			}
			results <- err
		}()
	}
	for range 50 {
		if err := <-results; err != nil {
			t.Error(err)
		}
	}
}
