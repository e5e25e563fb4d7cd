// Command fanctl controls the fans of a controller.
//
//	go run ./fanctl unix:/tmp/fan.sock set 1 '{"mode": "fixed", "percent": 40}'
//	go run ./fanctl unix:/tmp/fan.sock stop 1
//	go run ./fanctl unix:/tmp/fan.sock watch
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"

	"example.com/consumer/fan"
	"github.com/qapi-go/qapi-gen/qmp"
)

// errUsage tells that the command line is wrong.
var errUsage = errors.New("usage: fanctl ADDRESS set FAN SETTINGS | stop FAN | watch")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	switch {
	case errors.Is(err, errUsage):
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	case err != nil:
		fmt.Fprintln(os.Stderr, "fanctl:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	if len(args) < 2 {
		return errUsage
	}
	conn, err := qmp.Dial(ctx, args[0])
	if err != nil {
		return err
	}
	defer conn.Close()
	return command(ctx, fan.NewClient(conn), args[1:], out)
}

// command executes what the command line says. The client may be one of a fake.
func command(ctx context.Context, client *fan.Client, args []string, out io.Writer) error {
	switch name, args := args[0], args[1:]; {
	case name == "set" && len(args) == 2:
		return set(ctx, client, args[0], args[1], out)
	case name == "stop" && len(args) == 1:
		number, err := parseFan(args[0])
		if err != nil {
			return err
		}
		// Out-of-band: at once, whatever else the controller is doing
		return client.OOB().FanStop(ctx, fan.FanStopArgs{Fan: number})
	case name == "watch" && len(args) == 0:
		return watch(ctx, client, out)
	}
	return errUsage
}

func set(ctx context.Context, client *fan.Client, number, text string, out io.Writer) error {
	which, err := parseFan(number)
	if err != nil {
		return err
	}
	var settings fan.FanSettings
	if err := json.Unmarshal([]byte(text), &settings); err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	if err := client.FanSet(ctx, fan.FanSetArgs{Fan: which, Settings: settings}); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "fan %d: %s\n", which, describe(&settings))
	return err
}

// watch prints events until the context ends.
func watch(ctx context.Context, client *fan.Client, out io.Writer) error {
	for event, err := range client.Events(ctx) {
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			return err
		}
		if stalled, ok := event.Body.(fan.FanStalledEvent); ok {
			if _, err := fmt.Fprintf(out, "fan %d is stalled\n", stalled.Fan); err != nil {
				return err
			}
		}
	}
	return nil
}

func parseFan(text string) (uint8, error) {
	n, err := strconv.ParseUint(text, 10, 8)
	if err != nil {
		return 0, fmt.Errorf("%q is not the number of a fan", text)
	}
	return uint8(n), nil
}

// describe chooses by the branch that is set; the discriminator says the same.
func describe(s *fan.FanSettings) string {
	switch {
	case s.Fixed != nil:
		return fmt.Sprintf("always %d %%", s.Fixed.Percent)
	case s.Curve != nil:
		return fmt.Sprintf("a curve of %d points, by %s", len(s.Curve.Points), sensor(s.Curve))
	case s.Mode == fan.FanModeOff:
		return "off"
	default:
		return fmt.Sprintf("mode %q, which this program does not know", s.Mode)
	}
}

// sensor supplies the default of an optional member: nil is absent.
func sensor(c *fan.FanCurve) string {
	if c.Sensor == nil {
		return "the hottest sensor"
	}
	return "sensor " + *c.Sensor
}
