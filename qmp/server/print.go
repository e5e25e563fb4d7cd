package server

import (
	"fmt"
	"strings"
	"time"
)

// This file has the String methods of the package's types, for logs and for
// failures of tests. No program should depend on what they return. Arguments of
// commands are not in them, because passwords may be.

// String returns the flags as in "allow-oob, coroutine", or "none".
func (f CommandFlags) String() string {
	return flagNames(uint(f), "allow-oob", "allow-preconfig", "no-reply", "coroutine", "deprecated", "unstable")
}

// String returns the flags as in "deprecated, unstable", or "none".
func (f EventFlags) String() string { return flagNames(uint(f), "deprecated", "unstable") }

// flagNames joins the names of the bits that are set in flags.
func flagNames(flags uint, names ...string) string {
	var set []string
	for bit, name := range names {
		if flags&(1<<bit) != 0 {
			set = append(set, name)
			flags &^= 1 << bit
		}
	}
	if flags != 0 {
		set = append(set, fmt.Sprintf("%#x", flags))
	}
	if set == nil {
		return "none"
	}
	return strings.Join(set, ", ")
}

// String returns the name and the flags, as in "yank (allow-oob)".
func (c Command) String() string {
	return CommandInfo{c.Name, c.Flags, c.Features}.String()
}

// String returns the name and the flags, as in "yank (allow-oob)".
func (c CommandInfo) String() string { return withFlags(c.Name, uint(c.Flags), c.Flags) }

// String returns the name and the flags, as in "RESET (deprecated)".
func (e EventInfo) String() string { return withFlags(e.Name, uint(e.Flags), e.Flags) }

func withFlags(name string, bits uint, flags fmt.Stringer) string {
	if bits == 0 {
		return name
	}
	return name + " (" + flags.String() + ")"
}

// String returns how many commands and events the table has.
func (t *DispatchTable) String() string {
	return fmt.Sprintf("commands: %d, events: %d", len(t.Commands), len(t.Events))
}

// String returns how long the arguments are.
func (a Args) String() string {
	if a.raw == nil {
		return "no arguments"
	}
	return fmt.Sprintf("%d bytes of arguments", len(a.raw))
}

// String returns the call as in "stop of monitor 1, 1.5ms: not implemented".
func (c Call) String() string {
	text := c.Command
	if c.OOB {
		text += " out-of-band"
	}
	text += fmt.Sprintf(" of monitor %d, %v", c.Monitor, c.Duration.Round(time.Microsecond))
	if c.Err != nil {
		text += ": " + c.Err.Error()
	}
	return text
}

// String returns the limits with their names.
func (l Limits) String() string {
	type fields Limits // without this method
	return strings.Trim(fmt.Sprintf("%+v", fields(l)), "{}")
}

// String returns the server's version and how many connections it serves.
func (s *Server) String() string {
	return fmt.Sprintf("server %v, connections: %d", s.config.version, len(s.currentSessions()))
}

// String returns the server of the emitter, if it has one.
func (e *Emitter) String() string {
	if s := e.server.Load(); s != nil {
		return "emitter of " + s.String()
	}
	return "emitter without a server"
}
