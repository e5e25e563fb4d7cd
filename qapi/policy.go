package qapi

// InputPolicy says how a server treats input with the special feature deprecated or
// unstable: a command, an argument or an enum value.
type InputPolicy struct {
	Deprecated, Unstable Verdict
}

// A Verdict says how input is treated.
type Verdict uint8

const (
	// Accept treats the input like any other.
	Accept Verdict = iota
	// Reject returns an error to the client.
	Reject
	// Crash panics, so that a test shows which client still sends it.
	Crash
)

// OutputPolicy says whether a server leaves out commands, events, members and enum
// values with the special feature deprecated or unstable, in replies, events and
// introspection.
type OutputPolicy struct {
	HideDeprecated, HideUnstable bool
}

// Hides reports whether the policy leaves out output with these features.
func (p OutputPolicy) Hides(deprecated, unstable bool) bool {
	return deprecated && p.HideDeprecated || unstable && p.HideUnstable
}

// A PolicyCrash is the value that the verdict Crash panics with. A server does
// not recover from it.
type PolicyCrash string
