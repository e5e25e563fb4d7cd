package qmp_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/qmp"
)

// A callRecorder notes the name and the mode of each command.
type callRecorder struct {
	qmp.Caller
	calls []string
}

func (r *callRecorder) Execute(_ context.Context, name string, _, _ any) error {
	return r.note(name, qmp.InBand)
}

func (r *callRecorder) ExecuteOOB(_ context.Context, name string, _, _ any) error {
	return r.note(name, qmp.OutOfBand)
}

func (r *callRecorder) ExecuteNoReply(_ context.Context, name string, _ any) error {
	return r.note(name, qmp.NoReply)
}

func (r *callRecorder) note(name string, mode qmp.CallMode) error {
	r.calls = append(r.calls, mode.String()+" "+name)
	return errors.ErrUnsupported
}

func TestInterceptorGetsTheModeOfTheCall(t *testing.T) {
	var seen []string
	recorder := new(callRecorder)
	c := qmp.Intercept(recorder, func(ctx context.Context, call qmp.Call, next func(context.Context) error) error {
		seen = append(seen, call.Mode.String()+" "+call.Name)
		return next(ctx)
	})
	for _, err := range []error{
		c.Execute(t.Context(), "stop", nil, nil),
		c.ExecuteOOB(t.Context(), "yank", nil, nil),
		c.ExecuteNoReply(t.Context(), "quit", nil),
	} {
		if !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("err = %v, want that of the command", err)
		}
	}
	want := []string{"in-band stop", "out-of-band yank", "no-reply quit"}
	if d := cmp.Diff(want, seen); d != "" {
		t.Errorf("calls of the interceptor (-want +got):\n%s", d)
	}
	if d := cmp.Diff(want, recorder.calls); d != "" {
		t.Errorf("calls that it passed on (-want +got):\n%s", d)
	}
}
