package qmp

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
	// Crash panics, so that a test finds who still sends it.
	Crash
)

// OutputPolicy is what a server leaves out of replies, events and
// introspection: members, values, events and commands with that special
// feature.
type OutputPolicy struct {
	HideDeprecated, HideUnstable bool
}

// hides reports whether output with these features is left out.
func (p OutputPolicy) hides(deprecated, unstable bool) bool {
	return deprecated && p.HideDeprecated || unstable && p.HideUnstable
}

// policyCrash is the panic of the verdict Crash. Nothing recovers from it.
type policyCrash string

func (p InputPolicy) admitCommand(c *tableCommand) error {
	if c.Flags&DeprecatedCommand != 0 {
		if err := p.Deprecated.admitCommand(c.Name, "deprecated"); err != nil {
			return err
		}
	}
	if c.Flags&UnstableCommand != 0 {
		return p.Unstable.admitCommand(c.Name, "unstable")
	}
	return nil
}

func (v Verdict) admitCommand(name, feature string) error {
	switch v {
	case Reject:
		return &Error{CommandNotFound, "The command " + name + " is " + feature + ", and disabled by policy"}
	case Crash:
		panic(policyCrash("qmp: a client used the command " + name + ", which is " + feature))
	}
	return nil
}
