package gen

import "github.com/qapi-go/qapi-gen/model"

// goNames has the Go names of definitions and members for references in doc
// comments. References to commands link to methods of Client, or with forServer
// to methods of Commands.
type goNames struct {
	g         *generator
	forServer bool
}

// Definition returns a link to the Go type or method for def.
func (n goNames) Definition(def model.Definition) string {
	if c, ok := def.(*model.Command); ok {
		return n.command(c)
	}
	if goName := n.g.names.defs[def]; goName != "" {
		return "[" + goName + "]"
	}
	return ""
}

// command returns a link to a method for c. If the package lacks one side, it
// links to the other side's method. If that does not exist either, it returns a
// name without a link.
func (n goNames) command(c *model.Command) string {
	forServer := n.forServer || !n.g.opts.client()
	switch method := n.g.names.defs[c]; {
	case forServer && n.g.opts.server() && !runtimeCommands[c.Name]:
		return "[Commands." + method + "]"
	case n.g.opts.client():
		return "[Client." + method + "]"
	default:
		return c.Name
	}
}

// Member returns the field or constant for a member, value or alternative of
// def.
func (n goNames) Member(def model.Definition, name string) string {
	switch d := def.(type) {
	case *model.Command:
		def = d.Arg
	case *model.Event:
		def = d.Arg
	case *model.Enum:
		for i, v := range d.Values {
			if v.Name == name {
				return n.g.names.members[d][i]
			}
		}
	case *model.Alternate:
		for i, alt := range d.Alternatives {
			if alt.Name == name {
				return n.g.names.members[d][i]
			}
		}
	}
	object, ok := def.(model.Object)
	if names := n.g.names.members[def]; ok && names != nil {
		for i, f := range object.Fields() {
			if f.Name == name {
				return names[i]
			}
		}
	}
	return ""
}
