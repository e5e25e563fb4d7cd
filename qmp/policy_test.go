package qmp

import (
	"context"
	"strings"
	"testing"
)

type crashArgs struct{ Old *string }

var typeCrashArgs = Type{Name: "crash", Kind: KindStruct, Members: []Member{{Name: "old", Flags: Optional | DeprecatedMember}}}

func (*crashArgs) QAPIType() *Type { return &typeCrashArgs }

// A crash is one of the process: nothing in the server recovers from it.
func TestPolicyCrash(t *testing.T) {
	policy := InputPolicy{Deprecated: Crash}
	srv := NewServer(&DispatchTable{}, WithInputPolicy(policy))
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
				if crash, ok := recover().(PolicyCrash); !ok || !strings.Contains(string(crash), "old") {
					t.Errorf("panic %v", crash)
				}
			}()
			t.Errorf("no panic; the error is %v", crash())
		})
	}
}
