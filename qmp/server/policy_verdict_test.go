package server

import (
	"context"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/qapi"
)

type crashArgs struct{ Old *string }

var typeCrashArgs = qapi.Type{Name: "crash", Kind: qapi.KindStruct, Members: []qapi.Member{{Name: "old", Flags: qapi.Optional | qapi.DeprecatedMember}}}

func (*crashArgs) QAPIType() *qapi.Type { return &typeCrashArgs }

// A crash is one of the process: nothing in the server recovers from it.
func TestPolicyCrash(t *testing.T) {
	policy := qapi.InputPolicy{Deprecated: qapi.Crash}
	srv := New(&DispatchTable{}, WithInputPolicy(policy))
	defer srv.Close()
	for name, crash := range map[string]func() error{
		"command": func() error {
			return admitCommand(policy, &tableCommand{Command: Command{Name: "old", Flags: DeprecatedCommand}})
		},
		"argument": func() error {
			handler := func(_ context.Context, args Args) (any, error) { return nil, args.Decode(new(crashArgs)) }
			r := &request{
				session: &session{srv: srv, log: srv.config.logger},
				command: &tableCommand{Command: Command{Name: "new", Handler: handler}},
				args:    []byte(`{"old":"x"}`),
			}
			_, err := r.call()
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if crash, ok := recover().(qapi.PolicyCrash); !ok || !strings.Contains(string(crash), "old") {
					t.Errorf("panic %v", crash)
				}
			}()
			t.Errorf("no panic; the error is %v", crash())
		})
	}
}
