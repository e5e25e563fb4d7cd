package request

import (
	"regexp"
	"strings"
)

// downstream is the prefix of a name that is not QEMU's own ("Naming rules and
// reserved names"): its domain has dots.
var downstream = regexp.MustCompile(`^__[A-Za-z0-9.-]+_[^.]*`)

// SplitKey parts a key into the names of members and the numbers of elements.
func SplitKey(key string) []string {
	var steps []string
	for {
		step := downstream.FindString(key)
		if step == "" {
			step, _, _ = strings.Cut(key, ".")
		}
		steps = append(steps, step)
		rest, more := strings.CutPrefix(key[len(step):], ".")
		if !more {
			return steps
		}
		key = rest
	}
}

// isIndex reports whether a step is the number of an element.
func isIndex(step string) bool {
	return step != "" && strings.Trim(step, "0123456789") == ""
}

// expressible reports whether a member of that name can be given by a key.
func expressible(name string) bool {
	steps := SplitKey(name)
	return name != "" && name != stdin && len(steps) == 1 && !strings.HasPrefix(name, filePrefix) &&
		!strings.Contains(name, "=") && !strings.HasSuffix(name, ":")
}
