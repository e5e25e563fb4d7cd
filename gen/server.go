package gen

import (
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/qapi-go/qapi-gen/model"
)

// runtimeCommands are the commands that server.Server answers itself if the
// schema has them.
var runtimeCommands = map[string]bool{
	"qmp_capabilities": true,
	"query-commands":   true,
	"query-qmp-schema": true,
	"query-version":    true,
}

// server writes the interface Commands, UnimplementedCommands, and the function
// that returns the dispatch table of an implementation.
func (g *generator) server(d *decls) {
	g.commandsInterface(d)
	g.unimplemented(d)
	g.dispatchTable(d)
}

// implemented returns the commands that an implementation must have.
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
	d.doc(g.commandsDoc())
	list := g.implemented()
	if len(list) == 0 {
		d.line("type Commands interface{}")
		d.end()
		return
	}
	d.block("type Commands interface {", func() {
		for i, c := range list {
			if i > 0 {
				d.line()
			}
			d.doc(g.serverDoc(c))
			g.interfaceMethod(d, c)
		}
	}, "}")
	d.end()
}

// interfaceMethod writes the line of c in Commands.
func (g *generator) interfaceMethod(d *decls, c *model.Command) {
	args, result := "", "error"
	if c.Arg != nil {
		args = ", args " + d.typ(g.argTypeOf(c))
	}
	if c.Ret != nil {
		result = "(" + d.typ(g.retTypeOf(c)) + ", error)"
	}
	d.line(g.names.defs[c], "(ctx ", d.qual(contextPath, "Context"), args, ") ", result)
}

func (g *generator) unimplemented(d *decls) {
	d.doc(sentence("UnimplementedCommands answers every command with the error CommandNotFound. Embed it in an implementation of [Commands] that does not have them all."))
	d.line("type UnimplementedCommands struct{}")
	d.end()
	for _, c := range g.implemented() {
		d.add("", g.unimplementedMethod(c))
	}
}

func (g *generator) unimplementedMethod(c *model.Command) jen.Code {
	name := "(UnimplementedCommands) " + g.names.defs[c]
	params := []jen.Code{ctxType}
	if c.Arg != nil {
		params = append(params, g.argTypeOf(c).code())
	}
	refusal := glue(notImplemented, text("(", strconv.Quote(c.Name), ")"))
	if c.Ret == nil {
		return funcDecl(name, params, errorType, &jen.Statement{returns, refusal})
	}
	result := tuple(&jen.Statement{namedRet, g.retTypeOf(c).code()}, namedErr)
	return funcDecl(name, params, result, &jen.Statement{returnsRet, refusal})
}

var (
	notImplemented = serverName("NotImplemented")
	namedRet       = text("ret")
	namedErr       = text("err error")
	returns        = text("return")
	returnsRet     = text("return ret,")
)

func (g *generator) dispatchTable(d *decls) {
	commands := definitionsOf[*model.Command](g.schema.Definitions)
	events := definitionsOf[*model.Event](g.schema.Definitions)
	d.doc(sentence("DispatchTable has each command decode its arguments strictly and call its method of impl. " +
		"It leaves out the commands that impl leaves to UnimplementedCommands." + g.ownCommandsDoc()))
	table := d.qual(serverPath, "DispatchTable")
	d.block("func DispatchTable(impl Commands) *"+table+" {", func() {
		d.block("table := &"+table+"{", func() {
			if len(commands) > 0 {
				d.block("Commands: []"+d.qual(serverPath, "Command")+"{", func() {
					for _, c := range commands {
						g.dispatchEntry(d, c)
					}
				}, "},")
			}
			if len(events) > 0 {
				d.block("Events: []"+d.qual(serverPath, "EventInfo")+"{", func() {
					for _, e := range events {
						d.line("{Name: ", strconv.Quote(e.Name), flagsField(specialFlags(e.Features, "server", "Event")), "},")
					}
				}, "},")
			}
			d.line("Introspection: Introspection,")
		}, "}")
		d.line("table.OmitUnimplemented(impl, UnimplementedCommands{}, commandMethods)")
		d.line("return table")
	}, "}")
	d.end()
	g.commandMethods(d, commands)
}

// commandMethods writes the functions that find the method of each command in
// the table, by its index there.
func (g *generator) commandMethods(d *decls, commands []*model.Command) {
	d.doc(sentence("commandMethods find the methods of the commands on a type. Their names are constants, so that the linker keeps no other methods."))
	head := "var commandMethods = []func(" + d.qual(reflectPath, "Type") + ") (reflect.Method, bool){"
	if len(commands) == 0 {
		d.line(head, "}")
		d.end()
		return
	}
	d.block(head, func() {
		for _, c := range commands {
			if runtimeCommands[c.Name] {
				d.line("nil,")
				continue
			}
			// gofmt keeps a function of any length on three lines.
			d.block("func(t reflect.Type) (reflect.Method, bool) {", func() {
				d.line("return t.MethodByName(", strconv.Quote(g.names.defs[c]), ")")
			}, "},")
		}
	}, "}")
	d.end()
}

// dispatchEntry writes the row of c in the dispatch table.
func (g *generator) dispatchEntry(d *decls, c *model.Command) {
	head := "{Name: " + strconv.Quote(c.Name) + flagsField(commandFlags(c))
	if names := featureNames(c.Features); names != "" {
		head += ", Features: []string{" + names + "}"
	}
	if runtimeCommands[c.Name] {
		d.line(head, "},")
		return
	}
	d.tree(glue(text(head, ", Handler: func"), handlerParams, handlerResult, jen.Block(g.handler(c)...), endOfRow))
}

var (
	handlerParams = tuple(ctxParam, jen.Id("args").Add(serverName("Args")))
	handlerResult = text(" (any, error) ")
	endOfRow      = text("},")
)

// handler returns the statements that run c.
func (g *generator) handler(c *model.Command) []jen.Code {
	in := "(ctx)"
	var statements []jen.Code
	switch {
	case c.Arg == nil:
		statements = []jen.Code{refuseArgs}
	case !c.Gen:
		in = "(ctx, args.Raw())"
	default:
		in = "(ctx, a)"
		statements = []jen.Code{&jen.Statement{varArgs, g.argTypeOf(c).code()}, decodeArgs}
	}
	out := "return "
	if c.Ret == nil {
		out = "return nil, "
	}
	return append(statements, text(out, "impl.", g.names.defs[c], in))
}

var (
	varArgs    = text("var a")
	refuse     = jen.Block(text("return nil, err"))
	refuseArgs = jen.If(text("err := args.None(); err != nil")).Add(refuse)
	decodeArgs = jen.If(text("err := args.Decode(&a); err != nil")).Add(refuse)
)

// featureNames returns the names of features as a list of Go strings.
func featureNames(features []*model.Feature) string {
	names := make([]string, len(features))
	for i, f := range features {
		names[i] = strconv.Quote(f.Name)
	}
	return strings.Join(names, ", ")
}

// commandFlags returns the runtime's flags for c.
func commandFlags(c *model.Command) string {
	var flags string
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
			flags = or(flags, f.name)
		}
	}
	return or(flags, specialFlags(c.Features, "server", "Command"))
}
