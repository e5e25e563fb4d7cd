package qmp

// admitCommand says whether the policy p for input lets clients use the command.
func admitCommand(p InputPolicy, c *tableCommand) error {
	if c.Flags&DeprecatedCommand != 0 {
		if err := admitFeature(p.Deprecated, c.Name, "deprecated"); err != nil {
			return err
		}
	}
	if c.Flags&UnstableCommand != 0 {
		return admitFeature(p.Unstable, c.Name, "unstable")
	}
	return nil
}

func admitFeature(v Verdict, command, feature string) error {
	switch v {
	case Reject:
		return &Error{CommandNotFound, "The command " + command + " is " + feature + ", and disabled by policy"}
	case Crash:
		panic(PolicyCrash("qmp: a client used the command " + command + ", which is " + feature))
	}
	return nil
}
