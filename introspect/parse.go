package introspect

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// maxErrors bounds the errors that are reported about input that is no
// document.
const maxErrors = 10

// Parse reads a document: the array itself, or a whole reply that returns it.
// It accepts what QEMU 2.12 and later versions send. It ignores unknown keys,
// because servers may add some. An unknown meta-type is an error, because the
// entry could not be interpreted. The error lists up to ten wrong entries.
//
// Parse does not check references. [NewIndex] does.
func Parse(data []byte) (Document, error) {
	array, err := returned(data)
	if err != nil {
		return nil, err
	}
	var raw []json.RawMessage
	if err := json.Unmarshal(array, &raw); err != nil {
		return nil, fmt.Errorf("not an array of introspection entries: %w", inWords(err))
	}
	doc := make(Document, 0, len(raw))
	var errs []error
	for i, r := range raw {
		e, err := parseEntry(r)
		if err != nil {
			errs = append(errs, fmt.Errorf("entry %d: %w", i, err))
			if len(errs) == maxErrors {
				break
			}
			continue
		}
		doc = append(doc, e)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return doc, nil
}

// returned returns the array in data, which may be a reply.
func returned(data []byte) (json.RawMessage, error) {
	var whole json.RawMessage
	if err := json.Unmarshal(data, &whole); err != nil {
		return nil, located(data, err)
	}
	if !bytes.HasPrefix(whole, []byte("{")) {
		return whole, nil
	}
	var reply struct {
		Return json.RawMessage `json:"return"`
		Error  *struct {
			Class string `json:"class"`
			Desc  string `json:"desc"`
		} `json:"error"`
	}
	switch err := json.Unmarshal(whole, &reply); {
	case err != nil:
		return nil, fmt.Errorf("not a reply: %w", inWords(err))
	case reply.Error != nil:
		return nil, fmt.Errorf("the server answered with an error: %s: %s", reply.Error.Class, reply.Error.Desc)
	case reply.Return == nil:
		return nil, errors.New(`neither the array that query-qmp-schema returns nor a reply with a "return"`)
	}
	return reply.Return, nil
}

// located adds line and column to a syntax error.
func located(data []byte, err error) error {
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return err
	}
	before := data[:min(max(syntax.Offset-1, 0), int64(len(data)))]
	line := bytes.Count(before, []byte("\n")) + 1
	col := len(before) - bytes.LastIndexByte(before, '\n')
	return fmt.Errorf("not JSON: line %d, column %d: %w", line, col, err)
}

// inWords describes a kind mismatch without the names of Go types.
func inWords(err error) error {
	var kind *json.UnmarshalTypeError
	if !errors.As(err, &kind) {
		return err
	}
	want := map[string]string{"bool": "true or false", "string": "a string", "slice": "an array", "struct": "an object"}[kind.Type.Kind().String()]
	if kind.Field == "" {
		return fmt.Errorf("%s is expected here, not: %s", want, kind.Value)
	}
	return fmt.Errorf("%s must be %s, not: %s", kind.Field, want, kind.Value)
}

func parseEntry(data []byte) (Entry, error) {
	var s schemaInfo
	if err := json.Unmarshal(data, &s); err != nil {
		return nil, named(s, inWords(err))
	}
	if s.Name == "" {
		return nil, errors.New("name is missing")
	}
	e, err := s.entry()
	if err == nil {
		err = s.printable()
	}
	if err != nil {
		return nil, named(s, err)
	}
	return e, nil
}

// named adds the entry's kind and name to err, as far as they are known.
func named(s schemaInfo, err error) error {
	if s.Name == "" {
		return err
	}
	return fmt.Errorf("%s %q: %w", cmp.Or(string(s.MetaType), "entry"), s.Name, err)
}

func (s *schemaInfo) entry() (Entry, error) {
	info := Info{Name: s.Name, Features: s.Features}
	switch s.MetaType {
	case MetaCommand:
		return &Command{Info: info, ArgType: s.ArgType, RetType: s.RetType,
				AllowOOB: s.AllowOOB != nil && *s.AllowOOB, ExplicitOOB: s.AllowOOB != nil && !*s.AllowOOB},
			required("arg-type", s.ArgType, "ret-type", s.RetType)
	case MetaEvent:
		return &Event{Info: info, ArgType: s.ArgType}, required("arg-type", s.ArgType)
	case MetaBuiltin:
		return s.builtin(info)
	case MetaEnum:
		return s.enum(info)
	case MetaArray:
		return &Array{Info: info, ElementType: s.ElementType}, required("element-type", s.ElementType)
	case MetaObject:
		return s.object(info)
	case MetaAlternate:
		return s.alternate(info)
	case "":
		return nil, required("meta-type", "")
	default:
		return nil, fmt.Errorf("meta-type %q is not known", s.MetaType)
	}
}

// required takes pairs of a key and its value, which must not be empty.
func required(pairs ...string) error {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			return fmt.Errorf("%s is missing", pairs[i])
		}
	}
	return nil
}

func (s *schemaInfo) builtin(info Info) (Entry, error) {
	switch s.JSONType {
	case JSONString, JSONNumber, JSONInt, JSONBoolean, JSONNull, JSONObject, JSONArray, JSONValue:
		return &Builtin{Info: info, JSONType: s.JSONType}, nil
	case "":
		return nil, required("json-type", "")
	default:
		return nil, fmt.Errorf("json-type %q is not known", s.JSONType)
	}
}

func (s *schemaInfo) enum(info Info) (Entry, error) {
	e := &Enum{Info: info, WithoutMembers: s.Members == nil, WithoutValues: s.Values == nil}
	if e.WithoutMembers && e.WithoutValues {
		return nil, errors.New("members are missing")
	}
	for i, m := range s.Members {
		if err := required("name", m.Name); err != nil {
			return nil, fmt.Errorf("members[%d]: %w", i, err)
		}
		e.Members = append(e.Members, EnumMember{Name: m.Name, Features: m.Features})
	}
	for i, v := range s.Values {
		if v == "" {
			return nil, fmt.Errorf("values[%d] is empty", i)
		}
		if e.WithoutMembers {
			e.Members = append(e.Members, EnumMember{Name: v})
		}
	}
	if !e.WithoutValues && !slices.EqualFunc(s.Values, e.Members, func(v string, m EnumMember) bool { return v == m.Name }) {
		e.Values = s.Values
	}
	return e, nil
}

func (s *schemaInfo) object(info Info) (Entry, error) {
	o := &Object{Info: info, Tag: s.Tag}
	if s.Members == nil {
		return nil, errors.New("members are missing")
	}
	for i, m := range s.Members {
		if err := required("name", m.Name, "type", m.Type); err != nil {
			return nil, fmt.Errorf("members[%d]: %w", i, err)
		}
		o.Members = append(o.Members, Member{Name: m.Name, Type: m.Type, Default: m.Default, Features: m.Features})
	}
	if (s.Tag == "") != (s.Variants == nil) {
		return nil, errors.New("tag and variants only go together")
	}
	for i, v := range s.Variants {
		if err := required("case", v.Case, "type", v.Type); err != nil {
			return nil, fmt.Errorf("variants[%d]: %w", i, err)
		}
		o.Variants = append(o.Variants, Variant(v))
	}
	return o, nil
}

func (s *schemaInfo) alternate(info Info) (Entry, error) {
	a := &Alternate{Info: info}
	if s.Members == nil {
		return nil, errors.New("members are missing")
	}
	for i, m := range s.Members {
		if err := required("type", m.Type); err != nil {
			return nil, fmt.Errorf("members[%d]: %w", i, err)
		}
		a.Types = append(a.Types, m.Type)
	}
	return a, nil
}
