package qapi

// InputPolicy is what a server does with deprecated or unstable input: a
// command, an argument or an enum value with that special feature.
type InputPolicy struct {
	Deprecated, Unstable Verdict
}

// A Verdict is what becomes of input that a policy is about.
type Verdict uint8

const (
	// Accept treats it like any other.
	Accept Verdict = iota
	// Reject refuses it with an error.
	Reject
	// Crash panics, so that a test shows which client still sends it.
	Crash
)

// OutputPolicy is what a server leaves out of replies, events and
// introspection: members, values, events and commands with that special
// feature.
type OutputPolicy struct {
	HideDeprecated, HideUnstable bool
}

// Hides reports whether output with these features is left out.
func (p OutputPolicy) Hides(deprecated, unstable bool) bool {
	return deprecated && p.HideDeprecated || unstable && p.HideUnstable
}

// A PolicyCrash is the value that the verdict Crash panics with. A server does
// not recover from it.
type PolicyCrash string
