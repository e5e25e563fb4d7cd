package gen

import (
	"github.com/dave/jennifer/jen"

	"github.com/qapi-go/qapi-gen/model"
)

// commandArgs writes the struct for arguments that the command declares inline.
// Arguments that are a type of the schema have that type.
func (g *generator) commandArgs(d *decls, c *model.Command) {
	name := g.names.args[c]
	if name == "" {
		return
	}
	arg := c.Arg.(*model.Struct)
	d.doc(sentence(name + " are the arguments of the command " + c.Name + "."))
	g.memberStruct(d, name, arg, c, arg.All)
}

// argTypeOf returns the Go type of the arguments of c, which must have some.
func (g *generator) argTypeOf(c *model.Command) goType {
	switch {
	case !c.Gen:
		return rawMessage
	case g.names.args[c] != "":
		return goType{name: g.names.args[c]}
	default:
		return g.typeOf(c.Arg)
	}
}

// retTypeOf returns the Go type of the result of c, which must have one.
func (g *generator) retTypeOf(c *model.Command) goType {
	if !c.Gen {
		return rawMessage
	}
	return g.typeOf(c.Ret)
}

// clientArgTypeOf returns the type of the client's parameter for the arguments of c,
// which must have some. Arguments that the schema does not describe may be raw JSON or
// any value with a JSON form of its own, such as a generated device.
func (g *generator) clientArgTypeOf(c *model.Command) goType {
	if !c.Gen {
		return goType{path: jsonPath, name: "Marshaler"}
	}
	return g.argTypeOf(c)
}

// signature returns the parameters and results of the client's method for c.
func (g *generator) signature(c *model.Command) (params []jen.Code, result jen.Code) {
	params = []jen.Code{ctxParam}
	if c.Arg != nil {
		params = append(params, jen.Id("args").Add(g.clientArgTypeOf(c).code()))
	}
	if c.Ret == nil {
		return params, errorType
	}
	return params, tuple(g.retTypeOf(c).code(), errorType)
}
