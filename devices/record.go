package devices

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/qmp"
)

// A Start connects to a QEMU that has just been started, calls use, and ends QEMU. Its
// error is that of use, unless QEMU has ended by itself: then it is an *EndedError.
type Start func(ctx context.Context, use func(ctx context.Context, monitor introspect.Executor) error) error

// An EndedError says how a QEMU has ended by itself.
type EndedError struct{ Reason string }

func (e *EndedError) Error() string { return e.Reason }

// RecordOptions control Record.
type RecordOptions struct {
	// Skip are devices that QEMU is not asked about.
	Skip []string
	// Schema is QEMU's schema, whose enums are recorded. It may be nil.
	Schema *model.Schema
	// Progress is called with the number of devices that are done, if it is not nil.
	Progress func(done, total int)
}

// Record asks a QEMU about all its devices. If QEMU ends when it is asked about one, as it
// does if a module is missing, Record notes that, starts QEMU again, and goes on. It
// gives up if QEMU ends before it is asked about a device, or for maxEnds devices in a row.
//
// The result depends on the binary alone, and not on its machine or the order in which
// it lists devices. An error is that of the monitor, or of the context.
func Record(ctx context.Context, start Start, opts RecordOptions) (*Recording, error) {
	r := &recorder{opts: opts}
	for {
		r.current = ""
		err := start(ctx, r.ask)
		var ended *EndedError
		switch {
		case err == nil, r.result != nil && len(r.todo) == 0 && errors.As(err, &ended):
			return r.finish()
		case ctx.Err() != nil || r.current == "":
			return nil, err
		case !errors.As(err, &ended):
			return nil, fmt.Errorf("%s: %w", r.current, err)
		}
		if r.ends++; r.ends == maxEnds {
			return nil, fmt.Errorf("QEMU ends for one device after another, the last being %s: %w", r.current, err)
		}
		r.result.Failures = append(r.result.Failures, Failure{r.current, ended.Reason})
		r.todo = r.todo[1:]
	}
}

// maxEnds is for how many devices in a row QEMU may end.
const maxEnds = 20

// A recorder makes a Recording, by as many starts of QEMU as it takes.
type recorder struct {
	opts    RecordOptions
	result  *Recording
	todo    []*Device // not yet asked about
	current string    // the device that QEMU is asked about, since it was started
	ends    int       // for how many devices in a row QEMU has ended
	lists   map[string][]Property
}

// ask asks one QEMU about the devices that are left.
func (r *recorder) ask(ctx context.Context, monitor introspect.Executor) error {
	if r.result == nil {
		err := r.begin(ctx, monitor)
		var refusal *qmp.Error
		if errors.As(err, &refusal) && refusal.Class == qmp.CommandNotFound {
			return fmt.Errorf("%w\nOnly QEMU itself lists devices: qemu-system-x86_64, for example", err)
		}
		if err != nil {
			return err
		}
	}
	total := len(r.result.Devices)
	for len(r.todo) > 0 {
		d := r.todo[0]
		r.current = d.Name
		var list []listedProperty
		args := struct {
			Name string `json:"typename"`
		}{d.Name}
		err := monitor.Execute(ctx, "device-list-properties", args, &list)
		var refusal *qmp.Error
		switch {
		case errors.As(err, &refusal):
			r.result.Failures = append(r.result.Failures, Failure{d.Name, refusal.Desc})
		case err != nil:
			return err
		default:
			d.Properties = r.share(list)
		}
		r.ends = 0
		r.todo = r.todo[1:]
		if r.opts.Progress != nil {
			r.opts.Progress(total-len(r.todo), total)
		}
	}
	return nil
}

// A listedProperty is an element of the reply to device-list-properties.
type listedProperty struct {
	Name        string          `json:"name"`
	Type        string          `json:"type"`
	Description string          `json:"description"`
	Default     json.RawMessage `json:"default-value"`
}

// share returns the properties of a reply, sorted, and the same slice for equal ones.
func (r *recorder) share(list []listedProperty) []Property {
	properties := make([]Property, len(list))
	for i, p := range list {
		properties[i] = Property(p)
		properties[i].Default = compactJSON(p.Default)
	}
	slices.SortFunc(properties, compareNames)
	key := string(compact(properties))
	if same, ok := r.lists[key]; ok {
		return same
	}
	r.lists[key] = properties
	return properties
}

// begin asks for what concerns all devices.
func (r *recorder) begin(ctx context.Context, monitor introspect.Executor) error {
	result, err := askVersion(ctx, monitor)
	if err != nil {
		return err
	}
	var types []struct{ Name, Parent string }
	args := struct {
		Implements string `json:"implements"`
	}{"device"}
	if err := monitor.Execute(ctx, "qom-list-types", args, &types); err != nil {
		return err
	}
	var text string
	line := struct {
		Line string `json:"command-line"`
	}{"info qdm"}
	if err := monitor.Execute(ctx, "human-monitor-command", line, &text); err != nil {
		return err
	}
	about, err := parseInfoQDM(text)
	if err != nil {
		return err
	}
	for _, t := range types {
		// A device that "info qdm" does not list cannot be created by a user either.
		d := &Device{Internal: true}
		if known := about[t.Name]; known != nil {
			d = known
		}
		d.Name, d.Parent = t.Name, t.Parent
		result.Devices = append(result.Devices, d)
	}
	result.sort()
	for _, d := range result.Devices {
		if slices.Contains(r.opts.Skip, d.Name) {
			result.Failures = append(result.Failures, Failure{d.Name, "left out when this was recorded"})
		} else {
			r.todo = append(r.todo, d)
		}
	}
	for _, name := range r.opts.Skip {
		if !slices.ContainsFunc(result.Devices, func(d *Device) bool { return d.Name == name }) {
			return fmt.Errorf("there is no device %s to skip", name)
		}
	}
	r.result, r.lists = result, map[string][]Property{}
	return nil
}

func askVersion(ctx context.Context, monitor introspect.Executor) (*Recording, error) {
	var version struct {
		QEMU    struct{ Major, Minor, Micro int }
		Package string
	}
	if err := monitor.Execute(ctx, "query-version", nil, &version); err != nil {
		return nil, err
	}
	var target struct{ Arch string }
	if err := monitor.Execute(ctx, "query-target", nil, &target); err != nil {
		return nil, err
	}
	v := version.QEMU
	return &Recording{
		Version: fmt.Sprintf("%d.%d.%d", v.Major, v.Minor, v.Micro),
		Package: version.Package, Target: target.Arch,
	}, nil
}

// finish removes the devices that failed, and adds the enums.
func (r *recorder) finish() (*Recording, error) {
	failed := map[string]bool{}
	for _, f := range r.result.Failures {
		failed[f.Device] = true
	}
	r.result.Devices = slices.DeleteFunc(r.result.Devices, func(d *Device) bool { return failed[d.Name] })
	if r.opts.Schema != nil {
		r.result.Enums = usedEnums(r.result, r.opts.Schema)
	}
	r.result.sort()
	return r.result, nil
}

// usedEnums returns the enums of the schema that are types of properties.
func usedEnums(r *Recording, schema *model.Schema) (enums []Enum) {
	seen := map[string]bool{}
	for _, d := range r.Devices {
		for i := range d.Properties {
			t := d.Type(&d.Properties[i])
			if t.Kind != Enumeration || seen[t.Name] {
				continue
			}
			seen[t.Name] = true
			if e, ok := schema.Lookup(t.Name).(*model.Enum); ok {
				enums = append(enums, Enum{t.Name, valueNames(e)})
			}
		}
	}
	return enums
}

func valueNames(e *model.Enum) []string {
	names := make([]string, len(e.Values))
	for i, v := range e.Values {
		names[i] = v.Name
	}
	return names
}
