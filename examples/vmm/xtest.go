package main

import (
	"context"
	"os"
	"strconv"
	"sync/atomic"

	"github.com/qapi-go/qapi-gen/generated/vmm"
)

// testCommands are those that need --test-commands.
var testCommands = []string{
	"x-block", "x-oob-ok", "x-oob-fail", "x-oob-args", "x-typed", "x-sized",
	"x-fail", "x-make", "x-list", "x-emit-throttled",
}

// testState is what the test commands are about.
type testState struct {
	oobCalls atomic.Uint64
	made     []vmm.XNode
}

// XBlock keeps the main loop busy until somebody opens the FIFO for writing.
func (m *machine) XBlock(_ context.Context, args vmm.XBlockArgs) error {
	f, err := os.Open(args.FIFO)
	if err != nil {
		return err
	}
	return f.Close()
}

func (m *machine) XOOBOK(context.Context) (vmm.XOOBInfo, error) {
	return vmm.XOOBInfo{Calls: m.tests.oobCalls.Add(1)}, nil
}

func (m *machine) XOOBFail(context.Context) error { return generic("this command always fails") }

func (m *machine) XOOBArgs(_ context.Context, args vmm.XOOBArgsArgs) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.findYankable(args.Instances)
}

func (m *machine) XTyped(context.Context, vmm.XTypedArgs) error { return nil }

func (m *machine) XSized(_ context.Context, args vmm.XSized) (vmm.XSized, error) { return args, nil }

func (m *machine) XFail(context.Context) error { return generic("this command always fails") }

func (m *machine) XMake(_ context.Context, args vmm.XMakeArgs) error {
	m.tests.made = append(m.tests.made, vmm.XNode(args))
	return nil
}

func (m *machine) XList(context.Context) ([]vmm.XNode, error) { return m.tests.made, nil }

func (m *machine) XEmitThrottled(_ context.Context, args vmm.XEmitThrottledArgs) error {
	offset, err := strconv.ParseInt(args.Value, 10, 64)
	if err != nil {
		return generic("'value' must be decimal digits: " + err.Error())
	}
	m.emit(vmm.RTCChangeEvent{Offset: offset, QOMPath: "/machine/rtc"})
	return nil
}
