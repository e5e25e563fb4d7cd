package server

import (
	"github.com/qapi-go/qapi-gen/qapi"
	"github.com/qapi-go/qapi-gen/qmp"
)

// admitCommand returns an error if the policy rejects the command. It panics if the
// verdict is Crash.
func admitCommand(p qapi.InputPolicy, c *tableCommand) error {
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

func admitFeature(verdict qapi.Verdict, command, feature string) error {
	switch verdict {
	case qapi.Reject:
		return &qmp.Error{Class: qmp.CommandNotFound, Desc: "The command " + command + " is " + feature + ", and disabled by policy"}
	case qapi.Crash:
		panic(qapi.PolicyCrash("qmp: a client used the command " + command + ", which is " + feature))
	}
	return nil
}
