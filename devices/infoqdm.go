package devices

import (
	"fmt"
	"strings"
)

// parseInfoQDM reads the output of the human monitor's "info qdm", the one place where
// QEMU tells the bus, the alias and the description of a device, and whether a user may
// create it. After the heading of a category, a line is
//
//	name "e1000", bus PCI, alias "e1000-82540em", desc "Intel Gigabit Ethernet"
//
// where all but the name may be absent, and no-user may come last.
func parseInfoQDM(text string) (map[string]*Device, error) {
	devices := map[string]*Device{}
	category := ""
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if heading, ok := strings.CutSuffix(line, " devices:"); ok {
			category = heading
			continue
		}
		if line == "" {
			continue
		}
		d, ok := parseQDMLine(line)
		if !ok {
			return nil, fmt.Errorf("the reply to info qdm has a line that is not understood: %.100q", line)
		}
		d.Category = category
		if devices[d.Name] == nil { // it may be in several categories
			devices[d.Name] = d
		}
	}
	return devices, nil
}

func parseQDMLine(line string) (*Device, bool) {
	d := new(Device)
	var ok bool
	if line, ok = strings.CutPrefix(line, `name "`); !ok {
		return nil, false
	}
	if d.Name, line, ok = strings.Cut(line, `"`); !ok {
		return nil, false
	}
	line, d.Internal = strings.CutSuffix(line, ", no-user")
	// A description may have quotation marks of its own.
	if before, desc, ok := strings.Cut(line, `, desc "`); ok {
		if d.Description, ok = strings.CutSuffix(desc, `"`); !ok {
			return nil, false
		}
		line = before
	}
	if before, alias, ok := strings.Cut(line, `, alias "`); ok {
		if d.Alias, ok = strings.CutSuffix(alias, `"`); !ok {
			return nil, false
		}
		line = before
	}
	if line, ok = strings.CutPrefix(line, ", bus "); ok {
		d.Bus = line
		return d, true
	}
	return d, line == ""
}
