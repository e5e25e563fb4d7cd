package generated

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/qapi-go/qapi-gen/generated/vmm"
	"github.com/qapi-go/qapi-gen/qapi"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/qmptest"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// These tests let the generated client call the generated server, with every
// command and random values of every type.

// rounds is how many values each command and event is tried with.
func rounds() uint64 {
	if testing.Short() {
		return 20
	}
	return 200
}

// compareRaw compares values of the type any by what they say: white space, and
// the form of escapes and fractions, may change on the way.
var compareRaw = cmp.FilterValues(
	func(a, b json.RawMessage) bool { return a != nil && b != nil },
	cmp.Transformer("decode", decodeAny),
)

// decodeAny decodes JSON; whole numbers of 64 bits stay exact.
func decodeAny(text json.RawMessage) any {
	var v any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return fmt.Sprintf("%q: %v", text, err)
	}
	return exact(v)
}

func exact(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = exact(v[i])
		}
	case map[string]any:
		for name := range v {
			v[name] = exact(v[name])
		}
	case json.Number:
		if n, err := strconv.ParseInt(v.String(), 10, 64); err == nil {
			return n
		}
		if n, err := strconv.ParseUint(v.String(), 10, 64); err == nil {
			return n
		}
		if f, err := v.Float64(); err == nil {
			return f
		}
	}
	return v
}

// A link is a client and a server from the same schema, connected.
type link struct {
	client   *vmm.Client
	conn     *qmp.Conn
	srv      *server.Server
	recorder *recorder

	mu     sync.Mutex
	called map[string]bool // commands; those out-of-band with "oob:" before
}

func newLink(t *testing.T) *link {
	t.Helper()
	t.Cleanup(func() { goleak.VerifyNone(t) })
	l := &link{recorder: new(recorder), called: make(map[string]bool)}
	l.srv = server.New(vmm.DispatchTable(l.recorder), server.WithCallHook(l.count))
	l.conn = qmptest.Connect(t, l.srv)
	l.client = vmm.NewClient(l.conn)
	return l
}

func (l *link) count(call server.Call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if call.OOB {
		l.called["oob:"+call.Command] = true
		return
	}
	l.called[call.Command] = true
}

// has reports whether the command was called.
func (l *link) has(command string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.called[command]
}

// call calls a method of a client with random arguments, and has the server
// return a random result. Both must arrive as they were sent.
func (l *link) call(t *testing.T, g *generator, method reflect.Value) error {
	in := []reflect.Value{reflect.ValueOf(t.Context())}
	var sent, result any
	if method.Type().NumIn() > 1 {
		args := g.arguments(method.Type().In(1))
		in, sent = append(in, args), args.Interface()
	}
	if method.Type().NumOut() > 1 {
		result = g.value(method.Type().Out(0)).Interface()
	}
	l.recorder.next(result)
	out := method.Call(in)
	if err := out[len(out)-1]; !err.IsNil() {
		return fmt.Errorf("%w\nwith the arguments %+v", err.Interface().(error), sent)
	}
	if diff := cmp.Diff(sent, l.recorder.taken(), compareRaw); diff != "" {
		return fmt.Errorf("the arguments changed on their way (- sent, + received):\n%s", diff)
	}
	if result == nil {
		return nil
	}
	if diff := cmp.Diff(result, out[0].Interface(), compareRaw); diff != "" {
		return fmt.Errorf("the result changed on its way (- sent, + received):\n%s", diff)
	}
	return nil
}

// arguments makes the arguments of a command: an object, whatever their type.
func (g *generator) arguments(t reflect.Type) reflect.Value {
	if t == reflect.TypeFor[json.Marshaler]() { // gen: false
		return reflect.ValueOf(json.RawMessage(g.object(0)))
	}
	return g.value(t)
}

// commandMethods are the methods of a client that execute commands which the
// Commands interface has.
func commandMethods(client any) iter.Seq2[string, reflect.Value] {
	return func(yield func(string, reflect.Value) bool) {
		commands := reflect.TypeFor[vmm.Commands]()
		value := reflect.ValueOf(client)
		for i := range value.NumMethod() {
			method, v := value.Type().Method(i), value.Method(i)
			if _, ok := commands.MethodByName(method.Name); ok && !yield(method.Name, v) {
				return
			}
		}
	}
}

func TestEveryCommandGoesBothWays(t *testing.T) {
	l := newLink(t)
	for name, method := range commandMethods(l.client) {
		for seed := range rounds() {
			if err := l.call(t, newGenerator(seed), method); err != nil {
				t.Errorf("%s, seed %d: %v", name, seed, err)
				break
			}
		}
	}
	l.callBuiltIns(t)
	for _, command := range vmm.DispatchTable(l.recorder).Commands {
		if !l.has(command.Name) {
			t.Errorf("%s was not called", command.Name)
		}
	}
}

// callBuiltIns executes the commands that the server answers itself.
func (l *link) callBuiltIns(t *testing.T) {
	t.Helper()
	table := vmm.DispatchTable(l.recorder)
	if version, err := l.client.QueryVersion(t.Context()); err != nil || version != (vmm.VersionInfo{}) {
		t.Errorf("query-version: %+v, %v, want no version", version, err)
	}
	if commands, err := l.client.QueryCommands(t.Context()); err != nil || len(commands) != len(table.Commands) {
		t.Errorf("query-commands: %d commands, %v, want %d", len(commands), err, len(table.Commands))
	}
	var want []vmm.SchemaInfo
	if err := qapi.UnmarshalStrict([]byte(table.Introspection), &want); err != nil {
		t.Fatal(err)
	}
	got, err := l.client.QueryQMPSchema(t.Context())
	if diff := cmp.Diff(want, got, compareRaw); diff != "" || err != nil {
		t.Errorf("query-qmp-schema: %v\n%s", err, diff)
	}
	err = l.client.QMPCapabilities(t.Context(), vmm.QMPCapabilitiesArgs{})
	if refused := (*qmp.Error)(nil); !errors.As(err, &refused) || refused.Class != qmp.CommandNotFound {
		t.Errorf("qmp_capabilities, again: %v, want %s", err, qmp.CommandNotFound)
	}
}

func TestEveryOOBCommandGoesBothWaysOutOfBand(t *testing.T) {
	l := newLink(t)
	for name, method := range commandMethods(l.client.OOB()) {
		for seed := range rounds() {
			if err := l.call(t, newGenerator(seed), method); err != nil {
				t.Errorf("%s, seed %d: %v", name, seed, err)
				break
			}
		}
	}
	for _, command := range vmm.DispatchTable(l.recorder).Commands {
		if got, want := l.has("oob:"+command.Name), command.Flags&server.AllowOOB != 0; got != want {
			t.Errorf("%s was called out-of-band: %v, want %v", command.Name, got, want)
		}
	}
}

// events has an event of each kind.
var events = []qmp.EventBody{
	vmm.ShutdownEvent{}, vmm.PowerdownEvent{}, vmm.ResetEvent{}, vmm.StopEvent{}, vmm.ResumeEvent{},
	vmm.WatchdogEvent{}, vmm.GuestPanickedEvent{}, vmm.BalloonChangeEvent{}, vmm.RTCChangeEvent{},
	vmm.DeviceDeletedEvent{}, vmm.BlockIOErrorEvent{}, vmm.JobStatusChangeEvent{}, vmm.JobConcludedEvent{},
	vmm.VserportChangeEvent{}, vmm.MigrationEvent{},
	vmm.MigrationPassEvent{}, //nolint:staticcheck // what is deprecated works on
}

func TestEveryEventArrives(t *testing.T) {
	l := newLink(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	next, stop := iter.Pull2(l.client.Events(ctx))
	defer stop()
	emitted := make(map[string]bool)
	for _, event := range events {
		for seed := range rounds() {
			body := newGenerator(seed).value(reflect.TypeOf(event)).Interface().(qmp.EventBody)
			if err := l.srv.Emit(body); err != nil {
				t.Fatalf("%s, seed %d: %v", event.EventName(), seed, err)
			}
			got, err, _ := next()
			if err != nil || got.Name != event.EventName() || got.Time.IsZero() {
				t.Fatalf("%s, seed %d: got %+v, %v", event.EventName(), seed, got, err)
			}
			if diff := cmp.Diff(body, got.Body, compareRaw); diff != "" {
				t.Errorf("%s, seed %d changed on its way (- sent, + received):\n%s", event.EventName(), seed, diff)
				break
			}
		}
		emitted[event.EventName()] = true
	}
	for _, info := range vmm.DispatchTable(l.recorder).Events {
		if !emitted[info.Name] {
			t.Errorf("%s was not tried", info.Name)
		}
	}
}

// Every type goes there and back within a value of the type any, also those
// that only the server's own commands have.
func TestEveryTypeGoesBothWays(t *testing.T) {
	l := newLink(t)
	made := make(map[string]bool)
	for typ := range types() {
		for seed := range rounds() {
			g := newGenerator(seed)
			if err := l.carry(t, g.value(typ)); err != nil {
				t.Errorf("%v, seed %d: %v", typ, seed, err)
				break
			}
			for part := range g.made {
				made[part.Name()] = true
			}
		}
	}
	for _, name := range generatedTypes(t) {
		if !made[name] {
			t.Errorf("no value of type %s was made", name)
		}
	}
}

// carry sends a value to the server with one command, has it sent back by
// another, and compares.
func (l *link) carry(t *testing.T, v reflect.Value) error {
	text, err := qapi.Marshal(v.Interface())
	if err != nil {
		return err
	}
	if err := l.client.QOMSet(t.Context(), vmm.QOMSetArgs{Value: text}); err != nil {
		return err
	}
	l.recorder.next(l.recorder.taken().(vmm.QOMSetArgs).Value)
	back, err := l.client.QOMGet(t.Context(), vmm.QOMGetArgs{})
	if err != nil {
		return err
	}
	got := reflect.New(v.Type())
	if err := qapi.UnmarshalStrict(back, got.Interface()); err != nil {
		return fmt.Errorf("%w in %s", err, back)
	}
	if diff := cmp.Diff(v.Interface(), got.Elem().Interface(), compareRaw); diff != "" {
		return fmt.Errorf("it changed on its way (- sent, + received):\n%s", diff)
	}
	return nil
}

// types are those of the arguments and results of the client's methods, and of
// events.
func types() map[reflect.Type]bool {
	found := make(map[reflect.Type]bool)
	client := reflect.TypeFor[*vmm.Client]()
	for i := range client.NumMethod() {
		method := client.Method(i).Type
		var signature []reflect.Type
		for j := range method.NumIn() {
			signature = append(signature, method.In(j))
		}
		for j := range method.NumOut() {
			signature = append(signature, method.Out(j))
		}
		for _, t := range signature {
			if t.Kind() == reflect.Slice {
				t = t.Elem()
			}
			if reflect.PointerTo(t).Implements(typedType) {
				found[t] = true
			}
		}
	}
	for _, event := range events {
		found[reflect.TypeOf(event)] = true
	}
	return found
}

var declaration = regexp.MustCompile(`(?m)^func \(\*(\w+)\) QAPIType`)

// generatedTypes are the types that the package declares.
func generatedTypes(t *testing.T) (names []string) {
	t.Helper()
	files, err := filepath.Glob("vmm/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range declaration.FindAllSubmatch(text, -1) {
			names = append(names, string(match[1]))
		}
	}
	return names
}
