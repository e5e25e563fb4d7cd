package api_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/types"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/qapi-go/qapi-gen/qapi"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/lifecycle"
	"github.com/qapi-go/qapi-gen/qmp/qmptest"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// printed returns values of the exported types with the text that %v must give.
func printed(t *testing.T) []struct {
	value any
	want  string
} {
	version := qmp.Version{Major: 7, Minor: 2, Micro: 22, Package: "Debian"}
	table := &server.DispatchTable{
		Commands: []server.Command{{Name: "qmp_capabilities"}, {Name: "query-version"}},
		Events:   []server.EventInfo{{Name: "RESET"}},
	}
	emitter := server.NewEmitter()
	srv := server.New(table, server.WithVersion(version), server.WithEmitter(emitter))
	conn := qmptest.Connect(t, srv)
	closed := qmptest.Connect(t, server.New(table))
	_ = closed.Close()
	at := time.Date(2024, 5, 6, 12, 0, 1, 500e6, time.UTC)
	event := qmp.Event{Name: "SHUTDOWN", Time: at, Data: json.RawMessage(`{"guest": true}`)}
	fan := qmp.NewEventFan()
	t.Cleanup(fan.Close)
	type row = struct {
		value any
		want  string
	}
	return []row{
		{qapi.KindEnum, "enum"}, {qapi.KindStruct, "struct"}, {qapi.KindUnion, "union"},
		{qapi.KindAlternate, "alternate"}, {qapi.Kind(0), "Kind(0)"}, {qapi.Kind(9), "Kind(9)"},
		{qapi.MemberFlags(0), "none"}, {qapi.Optional | qapi.DeprecatedMember | qapi.UnstableMember, "optional, deprecated, unstable"},
		{qapi.Optional | 16, "optional, MemberFlags(16)"},
		{qapi.Member{Name: "id", Flags: qapi.Optional}, "{id optional}"},
		{qapi.EnumValue{Name: "x", Flags: qapi.UnstableMember}, "{x unstable}"},
		{qapi.Branch{Name: "tcp"}, "{tcp false}"},
		{qapi.Driver{Names: []string{"a-cpu"}, Suffix: "-cpu"}, "{[a-cpu] -cpu}"},
		{&qapi.Type{Name: "BlockInfo", Kind: qapi.KindStruct}, "struct BlockInfo"},
		{qapi.Null{}, "null"}, {&qapi.Null{}, "null"},
		{qapi.Accept, "accept"}, {qapi.Reject, "reject"}, {qapi.Crash, "crash"}, {qapi.Verdict(7), "Verdict(7)"},
		{qapi.InputPolicy{Deprecated: qapi.Reject}, "reject deprecated, accept unstable"},
		{qapi.OutputPolicy{HideUnstable: true}, "show deprecated, hide unstable"},
		{qapi.DecodeOptions{}, "tolerant, accept deprecated, accept unstable"},
		{qapi.DecodeOptions{Strict: true}, "strict, accept deprecated, accept unstable"},
		{qapi.EncodeOptions{}, "client, show deprecated, show unstable"},
		{qapi.EncodeOptions{Server: true}, "server, show deprecated, show unstable"},
		{qapi.MalformedJSON, "malformed JSON"}, {qapi.DuplicateMember, "duplicate member"}, {qapi.WrongType, "wrong type"},
		{qapi.OutOfRange, "out of range"}, {qapi.MissingMember, "missing member"}, {qapi.UnexpectedMember, "unexpected member"},
		{qapi.UnknownValue, "unknown value"}, {qapi.RejectedMember, "rejected member"}, {qapi.RejectedValue, "rejected value"},
		{qapi.DecodeErrorKind(0), "DecodeErrorKind(0)"},
		{&qapi.DecodeError{Kind: qapi.MissingMember, Path: "id"}, `qapi: member "id" is missing`},
		{&qapi.EncodeError{Path: "id", Reason: "it is nil"}, `qapi: cannot encode member "id": it is nil`},
		{qapi.PolicyCrash("a client used old"), "a client used old"},

		{version, "7.2.22 (Debian)"}, {qmp.Version{Major: 8}, "8.0.0"},
		{qmp.Greeting{Version: version, Capabilities: []string{"oob"}}, "7.2.22 (Debian), capabilities: oob"},
		{qmp.Greeting{}, "0.0.0, no capabilities"},
		{qmp.InBand, "in-band"}, {qmp.OutOfBand, "out-of-band"}, {qmp.NoReply, "no-reply"}, {qmp.CallMode(9), "CallMode(9)"},
		{qmp.Call{Name: "set_password", Args: "secret", Ret: new(int)}, "set_password (in-band)"},
		{qmp.Sent, "sent"}, {qmp.Received, "received"}, {qmp.Direction(0), "none"},
		{&qmp.Error{Class: qmp.DeviceNotFound, Desc: "no disk"}, "DeviceNotFound: no disk"}, {qmp.DeviceNotFound, "DeviceNotFound"},
		{event, `SHUTDOWN at 12:00:01.5 {"guest": true}`},
		{qmp.LabeledEvent{Label: "a", Event: event}, `a: SHUTDOWN at 12:00:01.5 {"guest": true}`},
		{qmp.LabeledEvent{Label: "a", Err: qmp.ErrClosed}, "a: qmp: closed"},
		{qmp.LabeledEvent{Label: "a", Event: qmp.Event{Name: "STOP"}, Err: errors.New("not JSON")}, "a: STOP: not JSON"},
		{
			qmp.WireMessage{Direction: qmp.Sent, Conn: "vm", Time: at, Data: []byte(`{"execute":"getfd"}`), Files: 1},
			`sent on vm at 12:00:01.5: {"execute":"getfd"} (files: 1)`,
		},
		{qmp.WireMessage{Direction: qmp.Received, Data: []byte(`{}`)}, `received: {}`},
		{conn, "connection to 7.2.22 (Debian)"}, {closed, "connection to 0.0.0, ended: qmp: closed"},
		{conn.Subscribe(), "subscription to all events"},
		{conn.Subscribe(qmp.EventNames("STOP", "RESET")), "subscription to RESET, STOP"},
		{fan, "fan of events"},

		{lifecycle.Job{ID: "backup0"}, "job backup0"},
		{lifecycle.JobProgress{Status: "running", Current: 10, Total: 100}, "running: 10 of 100"},
		{lifecycle.JobProgress{Status: "created"}, "created"},
		{&lifecycle.JobError{ID: "backup0", Reason: "No space left"}, "job backup0: No space left"},
		{&lifecycle.JobError{ID: "backup0", Reason: "gone", Cancelled: true}, "job backup0: cancelled"},
		{lifecycle.Migration{}, "migration"}, {lifecycle.Migration{PostcopyAfter: 1}, "migration with postcopy after 1 pass"},
		{lifecycle.Migration{PostcopyAfter: 2}, "migration with postcopy after 2 passes"},
		{
			lifecycle.MigrationProgress{Status: "active", Pass: 2, Transferred: 8, Remaining: 1, Total: 4},
			"active, pass 2: 8 bytes transferred, 1 of 4 remaining",
		},
		{lifecycle.MigrationProgress{Status: "setup"}, "setup"},
		{&lifecycle.MigrationError{Status: "failed", Reason: "no route"}, "migration: failed: no route"},
		{
			lifecycle.Recovery{Listen: "tcp:0:1", Connect: "tcp:h:1"},
			"recovery of a migration, listening at tcp:0:1, connecting to tcp:h:1",
		},
		{lifecycle.GuestCommand{Path: "passwd", Args: []string{"secret"}, Stdin: []byte("secret")}, "passwd, arguments: 1"},
		{&lifecycle.ExitError{Path: "make", Code: 2}, "make in the guest: exit status 2"},
		{&lifecycle.ExitError{Path: "make", Code: -1, Signal: 9}, "make in the guest: ended by signal 9"},
		{&lifecycle.UnplugError{Device: "disk0", Reason: "the device is busy"}, "the guest refuses to release the device disk0: the device is busy"},

		{qmp.WithoutOOB(), "WithoutOOB()"}, {qmp.WithGuestAgent(), "WithGuestAgent()"},
		{qmp.WithRFCControl(), "WithRFCControl()"}, {qmp.WithStrictReplies(), "WithStrictReplies()"},
		{qmp.WithMessageLimit(1000), "WithMessageLimit(1000)"}, {qmp.WithInFlight(16), "WithInFlight(16)"},
		{qmp.WithDialRetry(time.Second), "WithDialRetry(1s)"}, {qmp.WithTrace("vm", ignoreMessage), `WithTrace("vm", ...)`},
		{qmp.EventNames("STOP", "RESET"), `EventNames(["RESET" "STOP"])`}, {qmp.EventBuffer(16), "EventBuffer(16)"},

		{server.CommandFlags(0), "none"}, {server.AllowOOB | server.NoReply, "allow-oob, no-reply"},
		{server.AllowPreconfig | server.Coroutine | server.DeprecatedCommand | server.UnstableCommand, "allow-preconfig, coroutine, deprecated, unstable"},
		{server.CommandFlags(128), "0x80"},
		{server.EventFlags(0), "none"}, {server.DeprecatedEvent | server.UnstableEvent, "deprecated, unstable"},
		{server.Command{Name: "yank", Flags: server.AllowOOB}, "yank (allow-oob)"},
		{server.CommandInfo{Name: "stop", Features: []string{"f"}}, "stop"},
		{server.EventInfo{Name: "RESET", Flags: server.DeprecatedEvent}, "RESET (deprecated)"},
		{table, "commands: 2, events: 1"}, {server.Args{}, "no arguments"},
		{server.Call{Monitor: 1, Command: "stop", Duration: 1500 * time.Microsecond}, "stop of monitor 1, 1.5ms"},
		{server.Call{Monitor: 2, Command: "yank", OOB: true, Err: qmp.ErrClosed}, "yank out-of-band of monitor 2, 0s: qmp: closed"},
		{server.Limits{MessageBytes: 5}, "MessageBytes:5 MessageTokens:0 Nesting:0 OutputBytes:0 PauseBytes:0 TotalBytes:0 Connections:0"},
		{srv, "server 7.2.22 (Debian), connections: 1"},
		{emitter, "emitter of server 7.2.22 (Debian), connections: 1"}, {server.NewEmitter(), "emitter without a server"},
		{server.WithVersion(version), "WithVersion(7.2.22 (Debian))"},
		{server.WithInputPolicy(qapi.InputPolicy{Unstable: qapi.Crash}), "WithInputPolicy(accept deprecated, crash unstable)"},
		{server.WithOutputPolicy(qapi.OutputPolicy{HideDeprecated: true}), "WithOutputPolicy(hide deprecated, show unstable)"},
		{
			server.WithLimits(server.Limits{Nesting: 9}),
			"WithLimits(MessageBytes:0 MessageTokens:0 Nesting:9 OutputBytes:0 PauseBytes:0 TotalBytes:0 Connections:0)",
		},
		{server.WithOOBWithheld(), "WithOOBWithheld()"}, {server.WithSingleClient(), "WithSingleClient()"},
		{server.WithRFCRequests(), "WithRFCRequests()"}, {server.WithPreconfig(), "WithPreconfig()"},
		{server.WithThrottle("RESET", time.Second), `WithThrottle("RESET", 1s)`},
		{server.WithThrottle("RESET", time.Second, "id"), `WithThrottle("RESET", 1s, "id")`},
		{server.WithExecutor(server.ExecutorFunc(func(run func()) { run() })), "WithExecutor(...)"},
		{server.WithLogger(slog.Default()), "WithLogger(...)"}, {server.WithCallHook(func(server.Call) {}), "WithCallHook(...)"},
		{server.WithTrace(ignoreMessage), "WithTrace(...)"}, {server.WithEmitter(emitter), "WithEmitter(...)"},
		{server.WithMiddleware(func(_ server.CommandInfo, h server.Handler) server.Handler { return h }), "WithMiddleware(...)"},
	}
}

func ignoreMessage(qmp.WireMessage) {}

// programFunctions are types of functions that programs write, which have nothing to
// print.
var programFunctions = map[string]bool{
	"EventDecoder": true, "Interceptor": true, "TraceHook": true,
	"ExecutorFunc": true, "Handler": true, "Middleware": true,
}

// TestTypesPrintReadably checks the text that %v gives for every exported type, apart
// from interfaces and from functions that programs write.
func TestTypesPrintReadably(t *testing.T) {
	seen := map[string]bool{}
	for _, row := range printed(t) {
		typ := reflect.TypeOf(row.value)
		if typ.Kind() == reflect.Pointer {
			typ = typ.Elem()
		}
		seen[typ.PkgPath()+"."+typ.Name()] = true
		if got := fmt.Sprintf("%v", row.value); got != row.want {
			t.Errorf("%T prints as %q, want %q", row.value, got, row.want)
		}
	}
	listed := goList(t, "../..")
	for _, path := range public[:4] {
		p := typeCheck(t, listed[path], listed).Package
		for _, name := range namesOf(p).types {
			if programFunctions[name] || types.IsInterface(p.Scope().Lookup(name).Type()) {
				continue
			}
			if !seen[path+"."+name] {
				t.Errorf("%s.%s is not in the table of this test", strings.TrimPrefix(path, module), name)
			}
		}
	}
}
