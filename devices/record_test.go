package devices_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/devices"
	"github.com/qapi-go/qapi-gen/internal/launch"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/qmp"
)

// A fakeQEMU answers as QEMU does. It lists devices and properties in any order.
type fakeQEMU struct {
	rng     *rand.Rand
	deadly  string // ends QEMU
	refused string
	more    int // devices
	started int
	ended   bool
}

var errEnded = errors.New("it has ended")

func (q *fakeQEMU) start(ctx context.Context, use func(context.Context, introspect.Executor) error) error {
	q.started++
	q.ended = false
	err := use(ctx, q)
	if q.ended {
		return &devices.EndedError{Reason: "exit status 1"}
	}
	return err
}

func (q *fakeQEMU) Execute(_ context.Context, name string, args, ret any) error {
	encoded, err := json.Marshal(args)
	if err != nil {
		return err
	}
	reply, err := q.reply(name, string(encoded))
	if err != nil {
		return err
	}
	return json.Unmarshal([]byte(reply), ret)
}

func (q *fakeQEMU) reply(name, args string) (string, error) {
	shuffled := func(list ...string) string {
		q.rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		return "[" + strings.Join(list, ",") + "]"
	}
	switch name {
	case "query-version":
		return `{"qemu": {"major": 9, "minor": 8, "micro": 7}, "package": "fake"}`, nil
	case "query-target":
		return `{"arch": "z80"}`, nil
	case "qom-list-types":
		list := []string{`{"name": "net-a", "parent": "net"}`, `{"name": "net-b", "parent": "net"}`, `{"name": "board", "parent": "device"}`}
		for i := range q.more {
			list = append(list, fmt.Sprintf(`{"name": "dev-%d"}`, i))
		}
		return shuffled(list...), nil
	case "human-monitor-command":
		text, err := json.Marshal("Network devices:\nname \"net-b\", bus PCI, alias \"net\", desc \"A \"good\", one\"\nname \"net-a\", bus PCI\n\nMisc devices:\nname \"board\", no-user\n")
		return string(text), err
	}
	if q.deadly != "" && strings.Contains(args, q.deadly) {
		q.ended = true
		return "", errEnded
	}
	if q.refused != "" && strings.Contains(args, q.refused) {
		return "", &qmp.Error{Class: qmp.GenericError, Desc: "it is abstract"}
	}
	return shuffled(`{"name": "mac", "type": "str", "description": "an address"}`, `{"name": "queues", "type": "uint16", "default-value": 1}`), nil
}

func TestRecordingDoesNotDependOnOrder(t *testing.T) {
	var first []byte
	for seed := range uint64(20) {
		q := &fakeQEMU{rng: rand.New(rand.NewPCG(seed, 0))}
		r, err := devices.Record(t.Context(), q.start, devices.RecordOptions{})
		if err != nil {
			t.Fatal(err)
		}
		text := r.Encode()
		if first == nil {
			first = text
			properties := []devices.Property{
				{Name: "mac", Type: "str", Description: "an address"}, {Name: "queues", Type: "uint16", Default: json.RawMessage("1")},
			}
			want := &devices.Recording{Version: "9.8.7", Package: "fake", Target: "z80", Devices: []*devices.Device{
				{Name: "board", Parent: "device", Category: "Misc", Internal: true, Properties: properties},
				{Name: "net-a", Parent: "net", Bus: "PCI", Category: "Network", Properties: properties},
				{Name: "net-b", Parent: "net", Bus: "PCI", Alias: "net", Category: "Network", Description: `A "good", one`, Properties: properties},
			}}
			if diff := cmp.Diff(want, r); diff != "" {
				t.Error(diff)
			}
		}
		if !bytes.Equal(text, first) {
			t.Errorf("seed %d: got\n%s\nwant\n%s", seed, text, first)
		}
	}
}

func TestRecordingGoesOnAfterQEMUHasEnded(t *testing.T) {
	q := &fakeQEMU{rng: rand.New(rand.NewPCG(1, 0)), deadly: "net-a", refused: "net-b"}
	done := 0
	r, err := devices.Record(t.Context(), q.start, devices.RecordOptions{Progress: func(n, total int) { done = n * 100 / total }})
	if err != nil {
		t.Fatal(err)
	}
	want := []devices.Failure{{Device: "net-a", Reason: "exit status 1"}, {Device: "net-b", Reason: "it is abstract"}}
	if diff := cmp.Diff(want, r.Failures); diff != "" || len(r.Devices) != 1 || q.started != 2 || done != 100 {
		t.Errorf("%d devices, %d starts, %d %% done, failures:\n%s", len(r.Devices), q.started, done, diff)
	}
}

// A QEMU that ends after its last reply has told all.
func TestRecordingIsCompleteThoughQEMUHasEnded(t *testing.T) {
	q := &fakeQEMU{rng: rand.New(rand.NewPCG(1, 0))}
	r, err := devices.Record(t.Context(), func(ctx context.Context, use func(context.Context, introspect.Executor) error) error {
		return errors.Join(q.start(ctx, use), &devices.EndedError{Reason: "exit status 0"})
	}, devices.RecordOptions{})
	if err != nil || len(r.Devices) != 3 || q.started != 1 {
		t.Errorf("%+v, %v, %d starts", r, err, q.started)
	}
}

func TestDevicesInARowEndQEMU(t *testing.T) {
	q := &fakeQEMU{rng: rand.New(rand.NewPCG(1, 0)), deadly: "net-"}
	r, err := devices.Record(t.Context(), q.start, devices.RecordOptions{})
	if err != nil || len(r.Devices) != 1 || len(r.Failures) != 2 || q.started != 3 {
		t.Errorf("%+v, %v, %d starts", r, err, q.started)
	}
	q = &fakeQEMU{rng: rand.New(rand.NewPCG(1, 0)), deadly: "d", more: 30}
	if _, err := devices.Record(t.Context(), q.start, devices.RecordOptions{}); err == nil || !strings.HasPrefix(err.Error(), "QEMU ends for one device after another") {
		t.Error(err)
	}
}

func TestSkippedDevicesAreNotAskedOf(t *testing.T) {
	q := &fakeQEMU{rng: rand.New(rand.NewPCG(1, 0)), deadly: "net-a"}
	r, err := devices.Record(t.Context(), q.start, devices.RecordOptions{Skip: []string{"net-a"}})
	if err != nil || q.started != 1 || len(r.Devices) != 2 || len(r.Failures) != 1 {
		t.Errorf("%+v, %v, %d starts", r, err, q.started)
	}
	if _, err := devices.Record(t.Context(), q.start, devices.RecordOptions{Skip: []string{"net-c"}}); err == nil || err.Error() != "there is no device net-c to skip" {
		t.Error(err)
	}
}

func TestRecordingGivesUp(t *testing.T) {
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	lost := errors.New("lost")
	tests := []struct {
		name  string
		ctx   context.Context
		start devices.Start
		want  string
	}{
		{"QEMU ends before it answers", t.Context(), func(context.Context, func(context.Context, introspect.Executor) error) error {
			return &devices.EndedError{Reason: "exit status 1"}
		}, "exit status 1"},
		{"the connection is lost", t.Context(), func(ctx context.Context, use func(context.Context, introspect.Executor) error) error {
			q := &fakeQEMU{rng: rand.New(rand.NewPCG(1, 0)), deadly: "net-b"}
			_ = use(ctx, q)
			return lost
		}, "net-b: lost"},
		{"the context has ended", canceled, func(ctx context.Context, _ func(context.Context, introspect.Executor) error) error { return ctx.Err() }, "context canceled"},
	}
	for _, test := range tests {
		if _, err := devices.Record(test.ctx, test.start, devices.RecordOptions{}); err == nil || err.Error() != test.want {
			t.Errorf("%s: %v, want %s", test.name, err, test.want)
		}
	}
}

// Two machines of each real QEMU are recorded with the same bytes.
func TestRecordingOfQEMU(t *testing.T) {
	for _, program := range testqemu.Programs(t) {
		t.Run(program, func(t *testing.T) {
			var texts [][]byte
			for _, machine := range []string{"none", "q35"} {
				command := []string{program, "-M", machine, "-display", "none", "-nodefaults"}
				r, err := devices.Record(t.Context(), startQEMU(command), devices.RecordOptions{})
				if err != nil {
					t.Fatal(err)
				}
				texts = append(texts, r.Encode())
				checkRealRecording(t, r, len(texts[0]))
			}
			if !bytes.Equal(texts[0], texts[1]) {
				t.Error("two machines are recorded with different bytes")
			}
		})
	}
}

func checkRealRecording(t *testing.T, r *devices.Recording, size int) {
	t.Helper()
	const maxSize = 400 << 10
	if size > maxSize || len(r.Devices) < 400 {
		t.Errorf("%d devices in %d bytes", len(r.Devices), size)
	}
	for _, f := range r.Failures {
		if !strings.HasPrefix(f.Device, "virtio-") || !strings.Contains(f.Device, "-gl") {
			t.Errorf("%s was not recorded: %s", f.Device, f.Reason)
		}
	}
	if _, diags := devices.Merge(r); len(diags) > 0 {
		t.Error(diags)
	}
}

func startQEMU(command []string) devices.Start {
	return func(ctx context.Context, use func(context.Context, introspect.Executor) error) error {
		err := launch.Run(ctx, slices.Clone(command), func(ctx context.Context, conn *qmp.Conn) error { return use(ctx, conn) })
		var ended *launch.EndedError
		if errors.As(err, &ended) {
			return &devices.EndedError{Reason: ended.State}
		}
		return err
	}
}
