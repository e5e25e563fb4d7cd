package model

import "github.com/qapi-go/qapi-gen/diag"

// A Union is a union type ("Union types").
type Union struct {
	Header
	Base *Struct // implicit where the schema gives the base in passing
	Tag  *Member // the discriminator, a member of Base
	// Branches are those declared, in that order, and behind them an
	// implicit empty one for each further value of the discriminator.
	Branches []*Branch
}

// A Branch is one branch of a Union.
type Branch struct {
	Name     string
	Pos, End diag.Pos
	Type     Object // the empty struct for an implicit branch
	If       *Cond
	Implicit bool
}

// Fields are the members of the base.
func (u *Union) Fields() []*Member { return u.Base.All }

// JSON is always JSONObject.
func (*Union) JSON() JSONKind { return JSONObject }
func (*Union) isType()        {}
