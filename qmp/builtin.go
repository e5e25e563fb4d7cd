package qmp

import "slices"

// negotiation is the command that ends the negotiation of capabilities. No
// other is there before.
const negotiation = "qmp_capabilities"

// capabilityOOB is the one capability there is.
const capabilityOOB = "oob"

// builtInCommand is the handler of a command that the server answers itself,
// if the schema has it; nil for the others.
func builtInCommand(name string) func(*session, Args) (any, error) {
	switch name {
	case negotiation:
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

// permits reports whether a command exists in the monitor's state.
func (s *session) permits(c *tableCommand) bool { return s.negotiated || c.Name == negotiation }

// A capability is a value of the enum QMPCapability.
type capability string

var typeCapability = Type{Name: "QMPCapability", Kind: KindEnum, Values: []EnumValue{{Name: capabilityOOB}}}

func (*capability) QAPIType() *Type { return &typeCapability }

// capabilitiesArgs are the arguments of qmp_capabilities.
type capabilitiesArgs struct{ Enable []capability }

var typeCapabilitiesArgs = Type{
	Name: "arguments of qmp_capabilities", Kind: KindStruct,
	Members: []Member{{Name: "enable", Flags: Optional}},
}

func (*capabilitiesArgs) QAPIType() *Type { return &typeCapabilitiesArgs }

func (s *session) qmpCapabilities(args Args) (any, error) {
	var a capabilitiesArgs
	if err := args.Decode(&a); err != nil {
		return nil, err
	}
	if s.negotiated {
		return nil, &Error{CommandNotFound, "Capabilities negotiation is already complete, command ignored"}
	}
	oob := slices.Contains(a.Enable, capabilityOOB)
	if oob && !s.srv.config.offerOOB {
		return nil, generic("Capability oob not available")
	}
	s.negotiated, s.oob = true, oob
	s.log.Debug("capabilities negotiated", "oob", oob)
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
		list = append(appendWireString(list, c.Name), '}')
	}
	return wireJSON(append(list, ']')), nil
}

func (s *session) queryVersion(args Args) (any, error) {
	if err := args.None(); err != nil {
		return nil, err
	}
	return wireJSON(appendVersion(nil, s.srv.config.version)), nil
}

func (s *session) queryQMPSchema(args Args) (any, error) {
	if err := args.None(); err != nil {
		return nil, err
	}
	return s.srv.introspection.document(s.srv)
}
