package gen

import (
	"strconv"

	"github.com/dave/jennifer/jen"

	"github.com/qapi-go/qapi-gen/model"
)

// client writes Client, with a method for each command, and OOBClient, with a
// method for each command that may be executed out-of-band.
func (g *generator) client(d *decls) {
	conn := goType{path: clientPath, name: "Caller"}
	d.doc(sentence("A Client executes commands over a connection. It may be used from several goroutines at once."))
	d.block("type Client struct {", func() {
		d.field("conn", conn)
		if g.hasIntrospection() {
			d.field("server", goType{path: introspectPath, name: "Cache"})
		}
	}, "}")
	d.end()
	d.add(sentence("NewClient returns a client that uses conn."),
		funcDecl("NewClient", []jen.Code{jen.Id("conn").Add(conn.code())}, text("*Client"),
			text("return &Client{conn: conn}")))
	for _, c := range definitionsOf[*model.Command](g.schema.Definitions) {
		d.add(g.clientDoc(c), g.clientMethod(c, "Client", "Execute"))
	}
	g.oobClient(d)
	if g.hasIntrospection() {
		g.supports(d)
	}
}

// hasIntrospection reports whether the schema has query-qmp-schema.
func (g *generator) hasIntrospection() bool {
	_, ok := g.schema.Lookup(queryIntrospection).(*model.Command)
	return ok
}

const queryIntrospection = "query-qmp-schema"

// supports writes the method Supports.
func (g *generator) supports(d *decls) {
	d.add(sentence("Supports reports whether the server has what a capability path leads to, such as "+
		"\"query-qmp-schema/ret-type/name\"; [introspect.Index.Supports] says how to write one. "+
		"The server is asked for its introspection once for the client, with the first path."),
		funcDecl("(c *Client) Supports", []jen.Code{ctxParam, text("path string")}, text("(bool, error)"),
			text("return c.server.Supports(ctx, c.conn, path)")))
}

func (g *generator) oobClient(d *decls) {
	var oob []*model.Command
	for _, c := range definitionsOf[*model.Command](g.schema.Definitions) {
		if c.AllowOOB {
			oob = append(oob, c)
		}
	}
	if len(oob) == 0 {
		return
	}
	d.add(sentence("OOB returns a client that executes its commands out-of-band: they overtake those that the server is busy with or has queued. Only commands that the schema allows this for are there."),
		funcDecl("(c *Client) OOB", nil, text("*OOBClient"),
			text("return &OOBClient{conn: c.conn}")))
	d.doc(sentence("An OOBClient executes commands out-of-band. Its methods return [qmp.ErrOOBNotNegotiated] when the connection does not have that capability."))
	d.block("type OOBClient struct {", func() { d.field("conn", goType{path: clientPath, name: "Caller"}) }, "}")
	d.end()
	for _, c := range oob {
		name := g.names.defs[c]
		d.add(sentence(name+" is [Client."+name+"], out-of-band."), g.clientMethod(c, "OOBClient", "ExecuteOOB"))
	}
}

// clientMethod returns the method that executes c by the given method of
// qmp.Conn.
func (g *generator) clientMethod(c *model.Command, client, execute string) jen.Code {
	args, ret := ", nil", ", nil"
	switch {
	case c.Arg != nil && c.Gen:
		args = ", &args"
	case c.Arg != nil:
		args = ", args"
	}
	if c.Ret != nil {
		ret = ", &ret"
	}
	if !c.SuccessResponse {
		execute, ret = "ExecuteNoReply", ""
	}
	executed := "c.conn." + execute + "(ctx, " + strconv.Quote(c.Name) + args + ret + ")"

	name := "(c *" + client + ") " + g.names.defs[c]
	params, result := g.signature(c)
	if c.Ret == nil {
		return funcDecl(name, params, result, text("return ", executed))
	}
	return funcDecl(name, params, result,
		&jen.Statement{varRet, g.retTypeOf(c).code()},
		text("err := ", executed),
		returnRet)
}

var (
	varRet    = text("var ret")
	returnRet = text("return ret, err")
)
