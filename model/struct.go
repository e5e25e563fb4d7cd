package model

// A Struct is a struct type ("Struct types"), or one that the schema declares
// in passing: a command's or an event's arguments, a union's base.
type Struct struct {
	Header
	Base *Struct   // nil without one
	Own  []*Member // as declared
	All  []*Member // the base's, then Own
	// Role is "arg" or "base" for a struct declared in passing; its name is
	// then q_obj_NAME-ROLE, as in unmasked introspection. The empty struct
	// q_empty has the role "empty".
	Role string
}

// Implicit reports whether the schema gives s no name.
func (s *Struct) Implicit() bool { return s.Role != "" }

// Fields are all members, the base's first.
func (s *Struct) Fields() []*Member { return s.All }

// JSON is always JSONObject.
func (*Struct) JSON() JSONKind { return JSONObject }
func (*Struct) isType()        {}
