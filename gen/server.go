package gen

import (
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/qapi-go/qapi-gen/model"
)

// runtimeCommands are those that server.Server answers itself when the schema
// has them.
var runtimeCommands = map[string]bool{
	"qmp_capabilities": true,
	"query-commands":   true,
	"query-qmp-schema": true,
	"query-version":    true,
}

// server writes the interface to implement, an implementation to start from,
// and the dispatch table of an implementation.
func (g *generator) server(d *decls) {
	g.commandsInterface(d)
	g.unimplemented(d)
	g.dispatchTable(d)
}

// implemented are the commands that an implementation must have.
func (g *generator) implemented() []*model.Command {
	var list []*model.Command
	for _, c := range definitionsOf[*model.Command](g.schema.Definitions) {
		if !runtimeCommands[c.Name] {
			list = append(list, c)
		}
	}
	return list
}

func (g *generator) commandsInterface(d *decls) {
	var methods []jen.Code
	for i, c := range g.implemented() {
		if i > 0 {
			methods = append(methods, jen.Line())
		}
		params, result := g.signature(c)
		methods = appendDoc(methods, g.serverDoc(c))
		methods = append(methods, glue(jen.Id(g.names.defs[c]), tuple(params...), jen.Op(" "), result))
	}
	d.add(g.commandsDoc(), jen.Type().Id("Commands").Add(body("interface", methods...)))
}

func (g *generator) unimplemented(d *decls) {
	d.add(sentence("UnimplementedCommands answers every command with the error CommandNotFound. Embed it in an implementation of [Commands] that does not have them all."),
		jen.Type().Id("UnimplementedCommands").Add(body("struct")))
	for _, c := range g.implemented() {
		params, result := []jen.Code{jen.Qual(contextPath, "Context")}, jen.Error()
		if c.Arg != nil {
			params = append(params, g.argType(c))
		}
		refusal := call(serverName("NotImplemented"), jen.Id(strconv.Quote(c.Name)))
		statement := jen.Return(refusal)
		if c.Ret != nil {
			result = tuple(jen.Id("ret").Add(g.retType(c)), jen.Err().Error())
			statement = jen.Return(jen.Id("ret,").Add(refusal))
		}
		d.add("", funcDecl(jen.Id("UnimplementedCommands"), g.names.defs[c], params, result, statement))
	}
}

func (g *generator) dispatchTable(d *decls) {
	commands := make([]jen.Code, 0, len(g.schema.Definitions))
	for _, c := range definitionsOf[*model.Command](g.schema.Definitions) {
		commands = append(commands, g.dispatchEntry(c))
	}
	var events []jen.Code
	for _, e := range definitionsOf[*model.Event](g.schema.Definitions) {
		events = append(events, jen.Id(tableRow(e.Name, specialFlags(e.Features, "server", "Event"))+","))
	}
	var elems []jen.Code
	if len(commands) > 0 {
		elems = append(elems, glue(jen.Id("Commands: "), literal(glue(jen.Op("[]"), serverName("Command")), commands...), jen.Op(",")))
	}
	if len(events) > 0 {
		elems = append(elems, glue(jen.Id("Events: "), literal(glue(jen.Op("[]"), serverName("EventInfo")), events...), jen.Op(",")))
	}
	elems = append(elems, jen.Id("Introspection: Introspection,"))
	table := literal(prefix("&", serverName("DispatchTable")), elems...)
	d.add(sentence("DispatchTable has each command decode its arguments strictly and call its method of impl. "+
		"It leaves out the commands that impl leaves to UnimplementedCommands."+g.ownCommandsDoc()),
		funcDecl(nil, "DispatchTable", []jen.Code{jen.Id("impl").Id("Commands")}, pointer(serverName("DispatchTable")),
			glue(jen.Id("table := "), table),
			jen.Id("table.OmitUnimplemented(impl, UnimplementedCommands{}, commandMethods)"),
			jen.Return(jen.Id("table"))))
	g.commandMethods(d)
}

// commandMethods writes the functions that find the method of each command in
// the table, by its index there.
func (g *generator) commandMethods(d *decls) {
	const signature = "func(t reflect.Type) (reflect.Method, bool)"
	var rows []jen.Code
	for _, c := range definitionsOf[*model.Command](g.schema.Definitions) {
		row := "nil,"
		if !runtimeCommands[c.Name] {
			row = signature + " { return t.MethodByName(" + strconv.Quote(g.names.defs[c]) + ") },"
		}
		rows = append(rows, jen.Op(row))
	}
	method := glue(jen.Op("[]func("), jen.Qual(reflectPath, "Type"), jen.Op(") (reflect.Method, bool)"))
	d.add(sentence("commandMethods find the methods of the commands on a type. Their names are constants, so that the linker keeps no other methods."),
		jen.Var().Id("commandMethods").Op("=").Add(literal(method, rows...)))
}

// dispatchEntry is the row of c in the dispatch table.
func (g *generator) dispatchEntry(c *model.Command) jen.Code {
	head := "{Name: " + strconv.Quote(c.Name)
	if flags := commandFlags(c); len(flags) > 0 {
		head += ", Flags: " + strings.Join(flags, " | ")
	}
	if names := featureNames(c.Features); names != "" {
		head += ", Features: []string{" + names + "}"
	}
	if runtimeCommands[c.Name] {
		return jen.Id(head + "},")
	}
	params := tuple(jen.Id("ctx").Qual(contextPath, "Context"), jen.Id("args").Add(serverName("Args")))
	return glue(jen.Id(head+", Handler: func"), params, jen.Id(" (any, error) "), jen.Block(g.handler(c)...), jen.Op("},"))
}

// handler are the statements that run c.
func (g *generator) handler(c *model.Command) []jen.Code {
	var statements []jen.Code
	method := jen.Id("impl." + g.names.defs[c])
	passed := []jen.Code{jen.Id("ctx")}
	refuse := jen.Block(jen.Return(jen.Id("nil, err")))
	switch {
	case c.Arg == nil:
		statements = append(statements, jen.If(jen.Id("err := args.None(); err != nil")).Add(refuse))
	case !c.Gen:
		passed = append(passed, jen.Id("args.Raw()"))
	default:
		statements = append(statements,
			jen.Var().Id("a").Add(g.argType(c)),
			jen.If(jen.Id("err := args.Decode(&a); err != nil")).Add(refuse))
		passed = append(passed, jen.Id("a"))
	}
	if c.Ret == nil {
		return append(statements, jen.Return(jen.Id("nil,").Add(call(method, passed...))))
	}
	return append(statements, jen.Return(call(method, passed...)))
}

// featureNames are the names of features as a list of Go strings.
func featureNames(features []*model.Feature) string {
	names := make([]string, len(features))
	for i, f := range features {
		names[i] = strconv.Quote(f.Name)
	}
	return strings.Join(names, ", ")
}

func commandFlags(c *model.Command) []string {
	var flags []string
	for _, f := range []struct {
		set  bool
		name string
	}{
		{c.AllowOOB, "server.AllowOOB"},
		{c.AllowPreconfig, "server.AllowPreconfig"},
		{!c.SuccessResponse, "server.NoReply"},
		{c.Coroutine, "server.Coroutine"},
	} {
		if f.set {
			flags = append(flags, f.name)
		}
	}
	return append(flags, specialFlags(c.Features, "server", "Command")...)
}
