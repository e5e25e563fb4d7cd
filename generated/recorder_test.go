package generated

import (
	"context"
	"encoding/json"
	"sync"

	"github.com/qapi-go/qapi-gen/generated/vmm"
)

// A recorder is a VMM that keeps the arguments of the last command and returns
// what it was told to.
type recorder struct {
	mu   sync.Mutex
	args any
	give any
}

func (r *recorder) take(args any) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.args = args
	return nil
}

func give[T any](r *recorder, args any) (T, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.args = args
	return r.give.(T), nil
}

// next sets what the next command returns.
func (r *recorder) next(result any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.args, r.give = nil, result
}

// taken returns the arguments of the last command, nil if it has none.
func (r *recorder) taken() any {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.args
}

var _ vmm.Commands = (*recorder)(nil)

func (r *recorder) GetFD(_ context.Context, args vmm.GetFDArgs) error { return r.take(args) }

func (r *recorder) CloseFD(_ context.Context, args vmm.CloseFDArgs) error { return r.take(args) }

func (r *recorder) QueryStatus(_ context.Context) (vmm.StatusInfo, error) {
	return give[vmm.StatusInfo](r, nil)
}

func (r *recorder) QueryName(_ context.Context) (vmm.NameInfo, error) {
	return give[vmm.NameInfo](r, nil)
}

func (r *recorder) Stop(_ context.Context) error { return r.take(nil) }

func (r *recorder) Cont(_ context.Context) error { return r.take(nil) }

func (r *recorder) Quit(_ context.Context) error { return r.take(nil) }

func (r *recorder) SystemReset(_ context.Context) error { return r.take(nil) }

func (r *recorder) SystemPowerdown(_ context.Context) error { return r.take(nil) }

func (r *recorder) Reexec(_ context.Context, args vmm.ReexecArgs) error { return r.take(args) }

func (r *recorder) XExitPreconfig(_ context.Context) error { return r.take(nil) }

func (r *recorder) QueryCPUsFast(_ context.Context) ([]vmm.CPUInfo, error) {
	return give[[]vmm.CPUInfo](r, nil)
}

func (r *recorder) Balloon(_ context.Context, args vmm.BalloonArgs) error { return r.take(args) }

func (r *recorder) DeviceAdd(_ context.Context, args json.RawMessage) error { return r.take(args) }

func (r *recorder) DeviceDel(_ context.Context, args vmm.DeviceDelArgs) error { return r.take(args) }

func (r *recorder) QOMGet(_ context.Context, args vmm.QOMGetArgs) (json.RawMessage, error) {
	return give[json.RawMessage](r, args)
}

func (r *recorder) QOMSet(_ context.Context, args vmm.QOMSetArgs) error { return r.take(args) }

func (r *recorder) FSAdd(_ context.Context, args vmm.FSOptions) error { return r.take(args) }

func (r *recorder) SendKey(_ context.Context, args vmm.SendKeyArgs) error { return r.take(args) }

func (r *recorder) InputMove(_ context.Context, args vmm.InputMoveArgs) error { return r.take(args) }

func (r *recorder) BlockdevAdd(_ context.Context, args vmm.BlockdevOptions) error {
	return r.take(args)
}

func (r *recorder) BlockdevDel(_ context.Context, args vmm.BlockdevDelArgs) error {
	return r.take(args)
}

func (r *recorder) BlockResize(_ context.Context, args vmm.BlockResizeArgs) error {
	return r.take(args)
}

func (r *recorder) QueryBlockNodes(_ context.Context, args vmm.QueryBlockNodesArgs) ([]vmm.BlockNode, error) {
	return give[[]vmm.BlockNode](r, args)
}

func (r *recorder) QueryNamedBlockNodes(_ context.Context) ([]vmm.BlockNode, error) {
	return give[[]vmm.BlockNode](r, nil)
}

func (r *recorder) QueryJobs(_ context.Context) ([]vmm.JobInfo, error) {
	return give[[]vmm.JobInfo](r, nil)
}

func (r *recorder) BlockdevCopy(_ context.Context, args vmm.BlockdevCopyArgs) error {
	return r.take(args)
}

func (r *recorder) JobCancel(_ context.Context, args vmm.JobCancelArgs) error { return r.take(args) }

func (r *recorder) JobDismiss(_ context.Context, args vmm.JobDismissArgs) error { return r.take(args) }

func (r *recorder) ChardevAdd(_ context.Context, args vmm.ChardevAddArgs) (vmm.ChardevReturn, error) {
	return give[vmm.ChardevReturn](r, args)
}

func (r *recorder) ChardevRemove(_ context.Context, args vmm.ChardevRemoveArgs) error {
	return r.take(args)
}

func (r *recorder) QueryChardev(_ context.Context) ([]vmm.ChardevInfo, error) {
	return give[[]vmm.ChardevInfo](r, nil)
}

func (r *recorder) RingbufRead(_ context.Context, args vmm.RingbufReadArgs) (string, error) {
	return give[string](r, args)
}

func (r *recorder) QueryMigrate(_ context.Context) (vmm.MigrationInfo, error) {
	return give[vmm.MigrationInfo](r, nil)
}

func (r *recorder) MigrateSetParameters(_ context.Context, args vmm.MigrationParameters) error {
	return r.take(args)
}

func (r *recorder) QueryMigrateParameters(_ context.Context) (vmm.MigrationParameters, error) {
	return give[vmm.MigrationParameters](r, nil)
}

func (r *recorder) Migrate(_ context.Context, args vmm.MigrateArgs) error { return r.take(args) }

func (r *recorder) MigrateIncoming(_ context.Context, args vmm.MigrateIncomingArgs) error {
	return r.take(args)
}

func (r *recorder) MigrateRecover(_ context.Context, args vmm.MigrateRecoverArgs) error {
	return r.take(args)
}

func (r *recorder) MigratePause(_ context.Context) error { return r.take(nil) }

func (r *recorder) Yank(_ context.Context, args vmm.YankArgs) error { return r.take(args) }

func (r *recorder) QueryYank(_ context.Context) ([]vmm.YankInstance, error) {
	return give[[]vmm.YankInstance](r, nil)
}

func (r *recorder) XBlock(_ context.Context, args vmm.XBlockArgs) error { return r.take(args) }

func (r *recorder) XOOBOK(_ context.Context) (vmm.XOOBInfo, error) { return give[vmm.XOOBInfo](r, nil) }

func (r *recorder) XOOBFail(_ context.Context) error { return r.take(nil) }

func (r *recorder) XOOBArgs(_ context.Context, args vmm.XOOBArgsArgs) error { return r.take(args) }

func (r *recorder) XTyped(_ context.Context, args vmm.XTypedArgs) error { return r.take(args) }

func (r *recorder) XSized(_ context.Context, args vmm.XSized) (vmm.XSized, error) {
	return give[vmm.XSized](r, args)
}

func (r *recorder) XFail(_ context.Context) error { return r.take(nil) }

func (r *recorder) XMake(_ context.Context, args vmm.XMakeArgs) error { return r.take(args) }

func (r *recorder) XList(_ context.Context) ([]vmm.XNode, error) { return give[[]vmm.XNode](r, nil) }

func (r *recorder) XEmitThrottled(_ context.Context, args vmm.XEmitThrottledArgs) error {
	return r.take(args)
}
