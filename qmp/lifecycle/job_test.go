package lifecycle

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/qmp"
)

// jobNow is the answer to query-jobs when the job j has the status.
func jobNow(status string) string {
	return "-> query-jobs\n<- " + `[{"id": "other", "status": "running"}, {"id": "j", "type": "backup", "status": "` +
		status + `", "current-progress": 1, "total-progress": 2}]` + "\n"
}

// changes is events of the job, one a status.
func changes(statuses ...string) string {
	var text strings.Builder
	for _, status := range statuses {
		text.WriteString(`<* JOB_STATUS_CHANGE {"id": "j", "status": "` + status + "\"}\n")
	}
	return text.String()
}

const (
	jobFailed = "-> query-jobs\n" + `<- [{"id": "j", "status": "concluded", "error": "disk full"}]` + "\n"
	noJobs    = "-> query-jobs\n<- []\n"
	noCommand = "-> query-jobs\n<! CommandNotFound query-jobs\n"
	begin     = "-> begin\n"
	done      = "<- {}\n"
	dismiss   = `-> job-dismiss {"id": "j"}` + "\n"
)

func TestRunJob(t *testing.T) {
	tests := []struct {
		name, script string
		want         error
	}{
		{"to its end", begin + changes("created", "running") + done + jobNow("running") +
			changes("waiting", "concluded") + jobNow("concluded") + dismiss + done, nil},
		{"that ends before the reply", begin + changes("created", "running", "waiting", "pending", "concluded") + done +
			jobNow("concluded") + jobNow("concluded") + jobNow("concluded") + dismiss + done, nil},
		{"that fails", begin + done + jobNow("running") + changes("aborting", "concluded") + jobFailed + dismiss + done,
			&JobError{ID: "j", Reason: "disk full"}},
		{"that is cancelled", begin + done + jobNow("running") + changes("aborting") + `<* BLOCK_JOB_CANCELLED {"device": "j"}` + "\n" +
			changes("concluded") + jobNow("concluded") + dismiss + done, &JobError{ID: "j", Cancelled: true}},
		{"that is no block job and is cancelled", begin + done + jobNow("running") + changes("aborting", "concluded") +
			"-> query-jobs\n" + `<- [{"id": "j", "status": "concluded", "error": "Operation canceled"}]` + "\n" + dismiss + done,
			&JobError{ID: "j", Reason: "Operation canceled", Cancelled: true}},
		{"that must be completed", begin + done + jobNow("running") + changes("ready") + `-> job-complete {"id": "j"}` + "\n" + done +
			changes("standby", "ready", "concluded") + jobNow("concluded") + dismiss + done, nil},
		{"that is paused when it is to be completed", begin + done + jobNow("running") + changes("ready") +
			`-> job-complete {"id": "j"}` + "\n<! GenericError not now\n" + jobNow("standby") + changes("ready") +
			`-> job-complete {"id": "j"}` + "\n" + done + changes("concluded") + jobNow("concluded") + dismiss + done, nil},
		{"that must be finalized", begin + done + jobNow("running") + changes("pending") + jobNow("pending") +
			`-> job-finalize {"id": "j"}` + "\n" + done + changes("concluded") + jobNow("concluded") + dismiss + done, nil},
		{"that another client dismisses", begin + done + jobNow("running") + changes("concluded") + jobFailed +
			dismiss + "<! GenericError Job not found\n" + noJobs, &JobError{ID: "j", Reason: "disk full"}},
		{"that QEMU dismisses", begin + done + jobNow("running") + `<* BLOCK_JOB_COMPLETED {"device": "j"}` + "\n" +
			changes("concluded") + noJobs + changes("null"), nil},
		{"that QEMU dismisses before the reply, with its error", begin + changes("created", "aborting") +
			`<* BLOCK_JOB_COMPLETED {"device": "j", "error": "disk full"}` + "\n" + changes("concluded", "null") + done + noJobs + noJobs,
			&JobError{ID: "j", Reason: "disk full"}},
		{"that fails for a reason QEMU does not tell", begin + done + jobNow("running") + changes("aborting", "concluded") + noJobs + changes("null"),
			&JobError{ID: "j"}},
		{"whose end is lost", begin + done + jobNow("running") + "<* BLOCK_IO_ERROR\n" + jobNow("concluded") + jobNow("concluded") + dismiss + done, nil},
		{"whose end is lost with its error", begin + done + jobNow("running") + "<* BLOCK_IO_ERROR\n" + jobNow("concluded") + jobFailed + dismiss + done,
			&JobError{ID: "j", Reason: "disk full"}},
		{"whose result is known, and end is lost", begin + done + jobNow("running") +
			`<* BLOCK_JOB_COMPLETED {"device": "j", "error": "disk full"}` + "\n<* BLOCK_IO_ERROR\n" + noJobs,
			&JobError{ID: "j", Reason: "disk full"}},
		{"that vanishes", begin + done + jobNow("running") + "<* BLOCK_IO_ERROR\n" + noJobs, errGone},
		{"that does not exist", begin + done + noJobs + `<* JOB_STATUS_CHANGE {"id": "k", "status": "running"}`, errNoJob},
		{"that cannot be dismissed", begin + done + jobNow("running") + changes("concluded") + jobNow("concluded") +
			dismiss + "<! GenericError not now\n" + jobNow("concluded"), errRefused},
		{"of a connection that ends", begin + done + jobNow("running") + "<* HANG_UP", qmp.ErrHangUp},
		{"that cannot be started", begin + "<! GenericError no disk", errRefused},

		{"of 2.12", begin + done + noCommand + blockJobs("running") + `<* BLOCK_JOB_READY {"device": "j"}` + "\n" +
			`-> block-job-complete {"device": "j"}` + "\n" + done + `<* BLOCK_JOB_PENDING {"id": "j"}` + "\n" + blockJobs("pending") +
			`-> block-job-finalize {"id": "j"}` + "\n" + done + `<* BLOCK_JOB_COMPLETED {"device": "j", "error": "disk full"}` + "\n" +
			blockJobs("concluded") + `-> block-job-dismiss {"id": "j"}` + "\n" + done, &JobError{ID: "j", Reason: "disk full"}},
		{"of 2.12 that QEMU dismisses", begin + done + noCommand + blockJobs("running") + `<* BLOCK_JOB_CANCELLED {"device": "j"}` + "\n" +
			"-> query-block-jobs\n<- []\n", &JobError{ID: "j", Cancelled: true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			conn := faulty{play(t, tt.script)}
			got := RunJob(t.Context(), conn, Job{ID: "j", Start: execute(conn, "begin", nil)})
			checkError(t, got, tt.want)
		})
	}
}

func blockJobs(status string) string {
	return "-> query-block-jobs\n" + `<- [{"device": "j", "status": "` + status + `", "offset": 1, "len": 2}]` + "\n"
}

func TestRunJobThatWasStartedBefore(t *testing.T) {
	tests := []struct {
		name, script string
		want         error
	}{
		{"and runs", jobNow("running") + changes("concluded") + jobNow("concluded") + dismiss + done, nil},
		{"and has failed", jobFailed + jobFailed + dismiss + done, &JobError{ID: "j", Reason: "disk full"}},
		{"and is ready", jobNow("ready") + `-> job-complete {"id": "j"}` + "\n" + done + changes("concluded") + jobNow("concluded") + dismiss + done, nil},
		{"and is gone", noJobs, errNoJob},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			checkError(t, RunJob(t.Context(), play(t, tt.script), Job{ID: "j"}), tt.want)
		})
	}
}

func TestJobProgress(t *testing.T) {
	conn := play(t, begin+changes("created", "running")+done+jobNow("running")+jobNow("running")+jobNow("running")+
		changes("ready")+jobNow("ready")+`-> job-complete {"id": "j"}`+"\n"+done+
		changes("concluded")+jobNow("concluded")+jobNow("concluded")+dismiss+done)
	var got []string
	err := RunJob(t.Context(), conn, Job{
		ID: "j", Start: execute(conn, "begin", nil),
		Progress: func(p JobProgress) { got = append(got, p.String()) },
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"created: 1 of 2", "running: 1 of 2", "ready: 1 of 2", "concluded: 1 of 2"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

func TestJobProgressAtAnInterval(t *testing.T) {
	status, calls := "running", 0
	script := play(t, begin+done+"-> end\n"+changes("concluded")+done+dismiss+done)
	conn := qmp.Intercept(script, func(ctx context.Context, call qmp.Call, next func(context.Context) error) error {
		if call.Name != "query-jobs" {
			return next(ctx)
		}
		return json.Unmarshal([]byte(`[{"id": "j", "status": "`+status+`"}]`), call.Ret)
	})
	err := RunJob(t.Context(), conn, Job{
		ID: "j", Start: execute(conn, "begin", nil),
		Interval: time.Millisecond,
		Progress: func(JobProgress) {
			if calls++; calls == 3 {
				status = "concluded"
				if err := conn.Execute(t.Context(), "end", nil, nil); err != nil {
					t.Error(err)
				}
			}
		},
	})
	if err != nil || calls < 3 {
		t.Errorf("%d calls of Progress, %v", calls, err)
	}
}

func TestReadyReplacesJobComplete(t *testing.T) {
	conn := play(t, begin+done+jobNow("running")+changes("ready")+`-> job-cancel {"id": "j"}`+"\n"+done+
		changes("concluded")+jobNow("concluded")+dismiss+done)
	err := RunJob(t.Context(), conn, Job{
		ID: "j", Start: execute(conn, "begin", nil),
		Ready: func(ctx context.Context) error { return conn.Execute(ctx, "job-cancel", idArgs{"j"}, nil) },
	})
	if err != nil {
		t.Error(err)
	}
}

func TestErrorOfReadyIsReturned(t *testing.T) {
	conn := play(t, begin+done+jobNow("running")+changes("ready"))
	enough := errors.New("enough")
	err := RunJob(t.Context(), conn, Job{
		ID: "j", Start: execute(conn, "begin", nil),
		Ready: func(context.Context) error { return enough },
	})
	if !errors.Is(err, enough) {
		t.Errorf("err = %v", err)
	}
}

func TestRunJobEndsWithItsContext(t *testing.T) {
	ctx, cancel := cancelAt(t, "BLOCK_JOB_ERROR")
	conn := play(t, begin+done+jobNow("running")+`<* BLOCK_JOB_ERROR {"device": "j"}`, cancel)
	err := RunJob(ctx, conn, Job{ID: "j", Start: execute(conn, "begin", nil)})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want context.Canceled", err)
	}
}
