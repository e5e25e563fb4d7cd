package server

import (
	"fmt"
	"slices"

	"github.com/qapi-go/qapi-gen/internal/qjson"
	"github.com/qapi-go/qapi-gen/qapi"
	"github.com/qapi-go/qapi-gen/qmp"
)

// negotiationCommand ends the negotiation of capabilities. Until then it is the only
// command.
const negotiationCommand = "qmp_capabilities"

// capabilityOOB is the one capability there is.
const capabilityOOB = "oob"

// builtInCommand is the handler of a command that the server answers itself,
// if the schema has it; nil for the others.
func builtInCommand(name string) func(*session, Args) (any, error) {
	switch name {
	case negotiationCommand:
		return (*session).qmpCapabilities
	case "query-commands":
		return (*session).queryCommands
	case "query-version":
		return (*session).queryVersion
	case "query-qmp-schema":
		return (*session).queryQMPSchema
	}
	return nil
}

// isAvailable reports whether a command can be found in the session's state: during
// negotiation there is only one.
func (s *session) isAvailable(c *tableCommand) bool {
	return s.negotiated || c.Name == negotiationCommand
}

// A capability is a value of the enum QMPCapability.
type capability string

var typeCapability = qapi.Type{Name: "QMPCapability", Kind: qapi.KindEnum, Values: []qapi.EnumValue{{Name: capabilityOOB}}}

func (*capability) QAPIType() *qapi.Type { return &typeCapability }

// capabilitiesArgs are the arguments of qmp_capabilities.
type capabilitiesArgs struct{ Enable []capability }

var typeCapabilitiesArgs = qapi.Type{
	Name: "arguments of qmp_capabilities", Kind: qapi.KindStruct,
	Members: []qapi.Member{{Name: "enable", Flags: qapi.Optional}},
}

func (*capabilitiesArgs) QAPIType() *qapi.Type { return &typeCapabilitiesArgs }

func (s *session) qmpCapabilities(args Args) (any, error) {
	var a capabilitiesArgs
	if err := args.Decode(&a); err != nil {
		return nil, err
	}
	if s.negotiated {
		return nil, &qmp.Error{Class: qmp.CommandNotFound, Desc: "Capabilities negotiation is already complete, command ignored"}
	}
	oob := slices.Contains(a.Enable, capabilityOOB)
	if oob && !s.srv.config.offerOOB {
		return nil, generic("Capability oob not available")
	}
	s.negotiated, s.oob = true, oob
	s.log.Debug("capabilities negotiated", "monitor", s.number, "oob", oob)
	return nil, nil
}

func (s *session) queryCommands(args Args) (any, error) {
	if err := args.None(); err != nil {
		return nil, err
	}
	list := []byte("[")
	for _, c := range s.srv.commands.ordered {
		if c.disabled.Load() != nil || s.srv.config.output.Hides(c.Flags&DeprecatedCommand != 0, c.Flags&UnstableCommand != 0) {
			continue
		}
		if len(list) > 1 {
			list = append(list, ", "...)
		}
		list = append(list, `{"name": `...)
		list = append(qjson.AppendString(list, c.Name), '}')
	}
	return wireJSON(append(list, ']')), nil
}

func (s *session) queryVersion(args Args) (any, error) {
	if err := args.None(); err != nil {
		return nil, err
	}
	return wireJSON(appendVersion(nil, s.srv.config.version)), nil
}

// appendVersion appends v as QMP's VersionInfo.
func appendVersion(dst []byte, v qmp.Version) []byte {
	dst = fmt.Appendf(dst, `{"qemu": {"micro": %d, "minor": %d, "major": %d}, "package": `, v.Micro, v.Minor, v.Major)
	return append(qjson.AppendString(dst, v.Package), '}')
}

func (s *session) queryQMPSchema(args Args) (any, error) {
	if err := args.None(); err != nil {
		return nil, err
	}
	return s.srv.introspection.document(s.srv)
}
