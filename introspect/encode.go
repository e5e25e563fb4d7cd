package introspect

import (
	"bytes"
	"encoding/json"
)

// appendJSON appends s as json.Marshal encodes it, several times as fast. It
// returns an error if a Default is not JSON.
func (s *schemaInfo) appendJSON(b []byte) ([]byte, error) {
	b = append(b, '{')
	if s.AllowOOB != nil {
		b = append(b, `"allow-oob":`...)
		if *s.AllowOOB {
			b = append(b, "true,"...)
		} else {
			b = append(b, "false,"...)
		}
	}
	b = appendField(b, "arg-type", s.ArgType)
	b = appendField(b, "element-type", s.ElementType)
	if s.Features != nil {
		b = append(appendStrings(appendKey(b, "features"), s.Features), ',')
	}
	b = appendField(b, "json-type", string(s.JSONType))
	if s.Members != nil {
		var err error
		if b, err = appendMembers(appendKey(b, "members"), s.Members); err != nil {
			return nil, err
		}
		b = append(b, ',')
	}
	b = append(appendString(appendKey(b, "meta-type"), string(s.MetaType)), ',')
	b = append(appendString(appendKey(b, "name"), s.Name), ',')
	b = appendField(b, "ret-type", s.RetType)
	b = appendField(b, "tag", s.Tag)
	if s.Values != nil {
		b = append(appendStrings(appendKey(b, "values"), s.Values), ',')
	}
	if s.Variants != nil {
		b = append(appendVariants(appendKey(b, "variants"), s.Variants), ',')
	}
	return closed(b), nil
}

func appendMembers(b []byte, members []member) ([]byte, error) {
	b = append(b, '[')
	for i := range members {
		m := &members[i]
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '{')
		if m.Default != nil {
			value, err := compact(m.Default)
			if err != nil {
				return nil, err
			}
			b = append(append(appendKey(b, "default"), value...), ',')
		}
		if m.Features != nil {
			b = append(appendStrings(appendKey(b, "features"), m.Features), ',')
		}
		b = appendField(b, "name", m.Name)
		b = closed(appendField(b, "type", m.Type))
	}
	return append(b, ']'), nil
}

func appendVariants(b []byte, variants []variant) []byte {
	b = append(b, '[')
	for i, v := range variants {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(append(b, `{"case":`...), v.Case), `,"type":`...)
		b = append(appendString(b, v.Type), '}')
	}
	return append(b, ']')
}

// compact returns a raw value as json.Marshal encodes it.
func compact(raw json.RawMessage) ([]byte, error) {
	if string(raw) == "null" {
		return raw, nil
	}
	return json.Marshal(raw)
}

// closed ends an object. It removes a comma after the last field.
func closed(b []byte) []byte { return append(bytes.TrimSuffix(b, []byte(",")), '}') }

// appendField appends a field and a comma, unless its value is empty.
func appendField(b []byte, key, value string) []byte {
	if value == "" {
		return b
	}
	return append(appendString(appendKey(b, key), value), ',')
}

func appendKey(b []byte, key string) []byte { return append(append(append(b, '"'), key...), `":`...) }

func appendStrings(b []byte, list []string) []byte {
	b = append(b, '[')
	for i, s := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, s)
	}
	return append(b, ']')
}

func appendString(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			escaped, err := json.Marshal(s)
			if err != nil {
				panic(err) // json.Marshal encodes every string
			}
			return append(b, escaped...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}
