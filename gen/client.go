package gen

import (
	"strconv"

	"github.com/dave/jennifer/jen"

	"github.com/qapi-go/qapi-gen/model"
)

// client writes Client, with a method for each command, and OOBClient, with
// one for each that may be executed out-of-band.
func (g *generator) client(d *decls) {
	conn := clientName("Caller")
	fields := []jen.Code{aligned(jen.Id("conn"), conn)}
	if g.hasIntrospection() {
		fields = append(fields, aligned(jen.Id("server"), jen.Qual(introspectPath, "Cache")))
	}
	d.add(sentence("A Client executes commands over a connection. It may be used from several goroutines at once."),
		jen.Type().Id("Client").Add(body("struct", fields...)))
	d.add(sentence("NewClient returns a client that uses conn."),
		funcDecl(nil, "NewClient", []jen.Code{jen.Id("conn").Add(conn)}, jen.Id("*Client"),
			jen.Return(jen.Id("&Client{conn: conn}"))))
	for _, c := range definitionsOf[*model.Command](g.schema.Definitions) {
		d.add(g.clientDoc(c), g.clientMethod(c, "Client", "Execute"))
	}
	g.oobClient(d)
	if g.hasIntrospection() {
		g.supports(d)
	}
}

// hasIntrospection reports whether a server can be asked what it supports.
func (g *generator) hasIntrospection() bool {
	_, ok := g.schema.Lookup(queryIntrospection).(*model.Command)
	return ok
}

const queryIntrospection = "query-qmp-schema"

// supports writes the method that answers capability paths.
func (g *generator) supports(d *decls) {
	d.add(sentence("Supports reports whether the server has what a capability path leads to, such as "+
		"\"query-qmp-schema/ret-type/name\"; [introspect.Index.Supports] says how to write one. "+
		"The server is asked for its introspection once for the client, with the first path."),
		funcDecl(jen.Id("c *Client"), "Supports",
			[]jen.Code{jen.Id("ctx").Qual(contextPath, "Context"), jen.Id("path").String()}, tuple(jen.Bool(), jen.Error()),
			jen.Return(call(jen.Id("c.server.Supports"), jen.Id("ctx"), jen.Id("c.conn"), jen.Id("path")))))
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
		funcDecl(jen.Id("c *Client"), "OOB", nil, jen.Id("*OOBClient"),
			jen.Return(jen.Id("&OOBClient{conn: c.conn}"))))
	d.add(sentence("An OOBClient executes commands out-of-band. Its methods return [qmp.ErrOOBNotNegotiated] when the connection does not have that capability."),
		jen.Type().Id("OOBClient").Add(body("struct", jen.Id("conn").Add(clientName("Caller")))))
	for _, c := range oob {
		name := g.names.defs[c]
		d.add(sentence(name+" is [Client."+name+"], out-of-band."), g.clientMethod(c, "OOBClient", "ExecuteOOB"))
	}
}

// clientMethod executes c by the given method of qmp.Conn.
func (g *generator) clientMethod(c *model.Command, client, execute string) jen.Code {
	args, ret := jen.Nil(), jen.Nil()
	switch {
	case c.Arg != nil && c.Gen:
		args = jen.Id("&args")
	case c.Arg != nil:
		args = jen.Id("args")
	}
	if c.Ret != nil {
		ret = jen.Id("&ret")
	}
	passed := []jen.Code{jen.Id("ctx"), jen.Id(strconv.Quote(c.Name)), args, ret}
	if !c.SuccessResponse {
		execute, passed = "ExecuteNoReply", passed[:3]
	}
	executed := call(jen.Id("c.conn."+execute), passed...)

	params, result := g.signature(c)
	statements := []jen.Code{jen.Return(executed)}
	if c.Ret != nil {
		statements = []jen.Code{
			jen.Var().Id("ret").Add(g.retType(c)),
			jen.Err().Op(":=").Add(executed),
			jen.Return(jen.Id("ret, err")),
		}
	}
	return funcDecl(jen.Id("c *"+client), g.names.defs[c], params, result, statements...)
}
