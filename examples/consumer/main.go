// Consumer shows the use of qapi-gen in a repository of your own: a schema
// (fan.json), the package made of it (fan/), and a program that uses it.
//
// It reads fan settings as JSON from standard input, says what they mean, and
// writes them back in their shortest form.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"example.com/consumer/fan"
)

// In your repository the line is
//
//	//go:generate go run github.com/qapi-go/qapi-gen/cmd/qapi-gen@latest generate -o fan fan.json
//
// Here it runs the generator of this checkout.
//
//go:generate go -C ../.. run ./cmd/qapi-gen generate -o examples/consumer/fan examples/consumer/fan.json

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "consumer:", err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer) error {
	data, err := io.ReadAll(in)
	if err != nil {
		return fmt.Errorf("reading settings: %w", err)
	}
	var settings fan.FanSettings
	if err := json.Unmarshal(data, &settings); err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	if _, err := fmt.Fprintln(out, describe(&settings)); err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(settings)
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
