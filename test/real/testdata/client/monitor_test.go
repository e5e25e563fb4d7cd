package client

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/test/real/qemu72"
)

func TestNegotiation(t *testing.T) {
	one, two, _ := startQEMU(t)
	with := dial(t, one)
	if !with.OOB() || with.Version().Major != 7 || !slices.Contains(with.Greeting().Capabilities, "oob") {
		t.Errorf("OOB %v, greeting %+v", with.OOB(), with.Greeting())
	}
	without := dial(t, two, qmp.WithoutOOB())
	if without.OOB() {
		t.Error("out-of-band execution is enabled though declined")
	}
	if _, err := qemu72.NewClient(without).OOB().QueryYank(testContext(t)); !errors.Is(err, qmp.ErrOOBNotNegotiated) {
		t.Errorf("err = %v, want ErrOOBNotNegotiated", err)
	}
}

func TestNegotiationOverTCP(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	addr := l.Addr().String()
	check(t, l.Close())
	startProgram(t, "qemu-system-x86_64", "-nodefaults", "-display", "none", "-M", "none",
		"-qmp", "tcp:"+addr+",server=on,wait=off")
	status, err := qemu72.NewClient(dial(t, "tcp:"+addr)).QueryStatus(testContext(t))
	if err != nil || !status.Status.Known() {
		t.Errorf("got %+v, %v", status, err)
	}
}

func TestSecondClientOfAMonitorIsTold(t *testing.T) {
	one, _, _ := startQEMU(t)
	dial(t, one)
	ctx, cancel := context.WithTimeout(testContext(t), 200*time.Millisecond)
	defer cancel()
	_, err := qmp.Dial(ctx, one)
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "another client may hold the monitor") {
		t.Errorf("err = %v", err)
	}
}

func TestQueries(t *testing.T) {
	one, two, _ := startQEMU(t)
	for addr, style := range map[string]string{one: "compact", two: "indented"} {
		t.Run(style, func(t *testing.T) {
			ctx := testContext(t)
			conn := dial(t, addr)
			vm := qemu72.NewClient(conn)
			status, err := vm.QueryStatus(ctx)
			if err != nil || status.Running || status.Status != qemu72.RunStatePrelaunch {
				t.Errorf("query-status: %+v, %v", status, err)
			}
			schema, err := vm.QueryQMPSchema(ctx)
			if err != nil || len(schema) < 500 {
				t.Fatalf("query-qmp-schema: %d entries, %v", len(schema), err)
			}
			var raw json.RawMessage
			check(t, conn.Execute(ctx, "query-qmp-schema", nil, &raw))
			encoded, err := json.Marshal(schema)
			check(t, err)
			if !reflect.DeepEqual(value(t, encoded), value(t, raw)) {
				t.Error("the introspection is not the same when decoded and encoded")
			}
		})
	}
}

func value(t *testing.T, text []byte) (v any) {
	t.Helper()
	check(t, json.Unmarshal(text, &v))
	return v
}

func TestErrorsByClass(t *testing.T) {
	one, _, _ := startQEMU(t)
	ctx := testContext(t)
	conn := dial(t, one)
	vm := qemu72.NewClient(conn)
	_, balloon := vm.QueryBalloon(ctx)
	tests := []struct {
		err  error
		want qmp.ErrorClass
	}{
		{conn.Execute(ctx, "no-such-command", nil, nil), qmp.CommandNotFound},
		{conn.ExecuteOOB(ctx, "query-status", nil, nil), qmp.GenericError},
		{conn.Execute(ctx, "query-status", map[string]int{"unexpected": 1}, nil), qmp.GenericError},
		{conn.Execute(ctx, "qmp_capabilities", nil, nil), qmp.CommandNotFound},
		{vm.DeviceDel(ctx, qemu72.DeviceDelArgs{ID: "absent"}), qmp.DeviceNotFound},
		{balloon, qmp.DeviceNotActive},
	}
	for _, tt := range tests {
		var e *qmp.Error
		if !errors.As(tt.err, &e) || e.Class != tt.want || e.Desc == "" {
			t.Errorf("%v: want class %s", tt.err, tt.want)
		}
	}
	check(t, conn.Err())
}

func TestEventsOfStopAndCont(t *testing.T) {
	one, two, _ := startQEMU(t)
	ctx := testContext(t)
	conn, other := dial(t, one), dial(t, two)
	vm := qemu72.NewClient(conn)
	here, there := vm.Events(ctx), qemu72.NewClient(other).Events(ctx)
	check(t, vm.Cont(ctx))
	if _, err := qmp.AwaitEvent[qemu72.StopEvent](ctx, conn, vm.Stop, nil); err != nil {
		t.Error(err)
	}
	for name, events := range map[string]func(func(qmp.Event, error) bool){"here": here, "there": there} {
		var got []qmp.EventBody
		for ev, err := range events {
			check(t, err)
			if time.Since(ev.Time).Abs() > time.Hour {
				t.Errorf("%s occurred at %v", ev.Name, ev.Time)
			}
			if got = append(got, ev.Body); ev.Name == "STOP" {
				break
			}
		}
		if want := []qmp.EventBody{qemu72.ResumeEvent{}, qemu72.StopEvent{}}; !slices.Equal(got, want) {
			t.Errorf("%s: events %T, want %T", name, got, want)
		}
	}
}

func TestPipelining(t *testing.T) {
	one, two, _ := startQEMU(t)
	for _, conn := range []*qmp.Conn{dial(t, one), dial(t, two, qmp.WithoutOOB())} {
		ctx := testContext(t)
		vm := qemu72.NewClient(conn)
		results := make(chan error)
		for i := range 100 {
			go func() {
				var err error
				if i%10 == 0 {
					_, err = vm.QueryQMPSchema(ctx)
				} else {
					_, err = vm.QueryVersion(ctx)
				}
				results <- err
			}()
		}
		for range 100 {
			if err := <-results; err != nil {
				t.Error(err)
			}
		}
	}
}
