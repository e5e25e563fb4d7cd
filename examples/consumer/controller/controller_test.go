package main

import (
	"errors"
	"testing"

	"example.com/consumer/fan"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/qmptest"
)

func TestStalledFansAreReportedUntilTheyAreStopped(t *testing.T) {
	ctx := t.Context()
	c := newController()
	client := fan.NewClient(qmptest.Connect(t, newServer(c)))
	events := client.Events(ctx)

	settings := fan.FanSettings{Fixed: &fan.FanFixed{Percent: 40}}
	if err := client.FanSet(ctx, fan.FanSetArgs{Fan: 1, Settings: settings}); err != nil {
		t.Fatal(err)
	}
	if err := client.FanSet(ctx, fan.FanSetArgs{Fan: 2, Settings: settings}); err != nil {
		t.Fatal(err)
	}
	if err := client.OOB().FanStop(ctx, fan.FanStopArgs{Fan: 1}); err != nil {
		t.Fatal(err)
	}
	for number := range uint8(3) {
		if err := c.stalled(number); err != nil {
			t.Fatal(err)
		}
	}
	for event, err := range events {
		if err != nil {
			t.Fatal(err)
		}
		if want := (fan.FanStalledEvent{Fan: 2}); event.Body != want {
			t.Errorf("got %+v, want %+v", event.Body, want)
		}
		break
	}
}

func TestSettingsThatMakeNoSenseAreRefused(t *testing.T) {
	client := fan.NewClient(qmptest.Connect(t, newServer(newController())))
	for want, args := range map[string]fan.FanSetArgs{
		"there is no fan 4; the last one is 3": {Fan: 4, Settings: fan.FanSettings{Mode: fan.FanModeOff}},
		"the curve of fan 0 has no points":     {Settings: fan.FanSettings{Curve: &fan.FanCurve{Points: []fan.FanPoint{}}}},
	} {
		var refused *qmp.Error
		if err := client.FanSet(t.Context(), args); !errors.As(err, &refused) || refused.Desc != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
