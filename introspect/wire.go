package introspect

import "encoding/json"

// schemaInfo is an Entry as JSON. Its fields are in the order of their names,
// as QEMU sends them.
type schemaInfo struct {
	AllowOOB    *bool     `json:"allow-oob,omitzero"`
	ArgType     string    `json:"arg-type,omitzero"`
	ElementType string    `json:"element-type,omitzero"`
	Features    Features  `json:"features,omitzero"`
	JSONType    JSONType  `json:"json-type,omitzero"`
	Members     []member  `json:"members,omitzero"`
	MetaType    MetaType  `json:"meta-type"`
	Name        string    `json:"name"`
	RetType     string    `json:"ret-type,omitzero"`
	Tag         string    `json:"tag,omitzero"`
	Values      []string  `json:"values,omitzero"`
	Variants    []variant `json:"variants,omitzero"`
}

// member is a member of an object, a value of an enum (which has no type), or
// an alternative (which has no name).
type member struct {
	Default  json.RawMessage `json:"default,omitzero"`
	Features Features        `json:"features,omitzero"`
	Name     string          `json:"name,omitzero"`
	Type     string          `json:"type,omitzero"`
}

type variant struct {
	Case string `json:"case"`
	Type string `json:"type"`
}

func (i *Info) head(meta MetaType) schemaInfo {
	return schemaInfo{Name: i.Name, Features: i.Features, MetaType: meta}
}

func (c *Command) wire() schemaInfo {
	s := c.head(MetaCommand)
	s.ArgType, s.RetType = c.ArgType, c.RetType
	if c.AllowOOB || c.ExplicitOOB {
		s.AllowOOB = &c.AllowOOB
	}
	return s
}

func (e *Event) wire() schemaInfo {
	s := e.head(MetaEvent)
	s.ArgType = e.ArgType
	return s
}

func (b *Builtin) wire() schemaInfo {
	s := b.head(MetaBuiltin)
	s.JSONType = b.JSONType
	return s
}

func (e *Enum) wire() schemaInfo {
	s := e.head(MetaEnum)
	if !e.WithoutMembers {
		s.Members = make([]member, len(e.Members))
		for i, m := range e.Members {
			s.Members[i] = member{Name: m.Name, Features: m.Features}
		}
	}
	switch {
	case e.WithoutValues:
	case e.Values != nil:
		s.Values = e.Values
	default:
		s.Values = make([]string, len(e.Members))
		for i, m := range e.Members {
			s.Values[i] = m.Name
		}
	}
	return s
}

func (a *Array) wire() schemaInfo {
	s := a.head(MetaArray)
	s.ElementType = a.ElementType
	return s
}

func (o *Object) wire() schemaInfo {
	s := o.head(MetaObject)
	s.Members = make([]member, len(o.Members))
	for i, m := range o.Members {
		s.Members[i] = member{Name: m.Name, Type: m.Type, Default: m.Default, Features: m.Features}
	}
	if o.Tag == "" {
		return s
	}
	s.Tag = o.Tag
	s.Variants = make([]variant, len(o.Variants))
	for i, v := range o.Variants {
		s.Variants[i] = variant(v)
	}
	return s
}

func (a *Alternate) wire() schemaInfo {
	s := a.head(MetaAlternate)
	s.Members = make([]member, len(a.Types))
	for i, t := range a.Types {
		s.Members[i] = member{Type: t}
	}
	return s
}

// MarshalJSON writes d as QEMU does: on one line, keys in alphabetical order.
// It returns an error if a Default is not JSON.
func (d Document) MarshalJSON() ([]byte, error) { return d.join("[", ",", "]") }

// Lines writes d with an entry on each line, for people and for diff, and a
// newline at its end. It returns an error if a Default is not JSON.
func (d Document) Lines() ([]byte, error) {
	if len(d) == 0 {
		return []byte("[]\n"), nil
	}
	return d.join("[\n", ",\n", "\n]\n")
}

func (d Document) join(start, between, end string) ([]byte, error) {
	const entrySize = 150 // on average
	out := make([]byte, 0, len(d)*entrySize)
	out = append(out, start...)
	for i, e := range d {
		if i > 0 {
			out = append(out, between...)
		}
		entry := e.wire()
		var err error
		if out, err = entry.appendJSON(out); err != nil {
			return nil, err
		}
	}
	return append(out, end...), nil
}
