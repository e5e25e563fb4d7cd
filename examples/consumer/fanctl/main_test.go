package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"

	"example.com/consumer/fan"
	"github.com/qapi-go/qapi-gen/qmp"
)

// A fakeController answers every command and has one event. It notes the commands.
type fakeController struct{ commands []string }

func (f *fakeController) Execute(_ context.Context, name string, args, _ any) error {
	return f.note(name, args)
}

func (f *fakeController) ExecuteOOB(_ context.Context, name string, args, _ any) error {
	return f.note("out-of-band "+name, args)
}

func (f *fakeController) ExecuteNoReply(_ context.Context, name string, args any) error {
	return f.note(name, args)
}

func (f *fakeController) note(name string, args any) error {
	text, err := json.Marshal(args)
	f.commands = append(f.commands, name+" "+string(text))
	return err
}

func (*fakeController) Events(context.Context, map[string]qmp.EventDecoder) iter.Seq2[qmp.Event, error] {
	return func(yield func(qmp.Event, error) bool) {
		yield(qmp.Event{Name: "FAN_STALLED", Body: fan.FanStalledEvent{Fan: 3}}, nil)
	}
}

func TestCommandLine(t *testing.T) {
	for line, c := range map[string]struct{ sent, out, err string }{
		`set|1|{"percent": 40, "mode": "fixed"}`: {
			sent: `fan-set {"fan":1,"settings":{"mode":"fixed","percent":40}}`,
			out:  "fan 1: always 40 %\n",
		},
		`set|1|{"mode": "curve", "points": [{"celsius": -5, "percent": 10}]}`: {
			sent: `fan-set {"fan":1,"settings":{"mode":"curve","points":[{"celsius":-5,"percent":10}]}}`,
			out:  "fan 1: a curve of 1 points, by the hottest sensor\n",
		},
		`set|0|{"mode": "off"}`: {
			sent: `fan-set {"fan":0,"settings":{"mode":"off"}}`,
			out:  "fan 0: off\n",
		},
		`set|0|{"mode": "learned", "model": "a"}`: { // of a newer schema
			sent: `fan-set {"fan":0,"settings":{"mode":"learned","model":"a"}}`,
			out:  "fan 0: mode \"learned\", which this program does not know\n",
		},
		`set|0|{"mode": "fixed", "percent": 256}`: {err: `settings: qapi: member "percent" is 256`},
		"set|first|{}": {err: `"first" is not the number of a fan`},
		"stop|2":       {sent: `out-of-band fan-stop {"fan":2}`},
		"watch":        {out: "fan 3 is stalled\n"},
		"stop":         {err: "usage"},
		"start|2":      {err: "usage"},
	} {
		t.Run(line, func(t *testing.T) {
			var fake fakeController
			var out strings.Builder
			err := command(t.Context(), fan.NewClient(&fake), strings.Split(line, "|"), &out)
			if c.err == "" && err != nil || c.err != "" && !strings.Contains(fmt.Sprint(err), c.err) {
				t.Errorf("error %v, want %q", err, c.err)
			}
			if sent := strings.Join(fake.commands, "\n"); sent != c.sent || out.String() != c.out {
				t.Errorf("sent %s, printed %q", sent, &out)
			}
		})
	}
}

func TestUsageIsSaid(t *testing.T) {
	if err := run(t.Context(), []string{"unix:/tmp/fan.sock"}, nil); !errors.Is(err, errUsage) {
		t.Error(err)
	}
}
