package main

import (
	"context"
	"fmt"
	"sync"

	"example.com/consumer/fan"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// fanCount is how many fans the controller has.
const fanCount = 4

// A controller implements the commands of fan.json. The server runs one in-band
// command at a time; FanStop may run meanwhile, out-of-band.
type controller struct {
	events server.Emitter

	mu       sync.Mutex
	settings [fanCount]fan.FanSettings
}

func newController() *controller {
	c := new(controller)
	for i := range c.settings {
		c.settings[i].Mode = fan.FanModeOff
	}
	return c
}

func (c *controller) FanSet(_ context.Context, args fan.FanSetArgs) error {
	if err := checkFan(args.Fan); err != nil {
		return err
	}
	if curve := args.Settings.Curve; curve != nil && len(curve.Points) == 0 {
		return fmt.Errorf("the curve of fan %d has no points", args.Fan)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.settings[args.Fan] = args.Settings
	return nil
}

func (c *controller) FanStop(_ context.Context, args fan.FanStopArgs) error {
	if err := checkFan(args.Fan); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.settings[args.Fan] = fan.FanSettings{Mode: fan.FanModeOff}
	return nil
}

// stalled tells the clients that a fan does not turn, unless it is off.
func (c *controller) stalled(number uint8) error {
	c.mu.Lock()
	off := c.settings[number].Mode == fan.FanModeOff
	c.mu.Unlock()
	if off {
		return nil
	}
	return c.events.Emit(fan.FanStalledEvent{Fan: number})
}

func checkFan(number uint8) error {
	if number >= fanCount {
		return fmt.Errorf("there is no fan %d; the last one is %d", number, fanCount-1)
	}
	return nil
}
