package gen

import (
	"strings"

	"github.com/dave/jennifer/jen"
)

// The packages that generated code imports.
const (
	modulePath     = "github.com/qapi-go/qapi-gen/"
	codecPath      = modulePath + "qapi"
	clientPath     = modulePath + "qmp"
	serverPath     = modulePath + "qmp/server"
	introspectPath = modulePath + "introspect"
	jsonPath       = "encoding/json"
	contextPath    = "context"
	iterPath       = "iter"
	reflectPath    = "reflect"
)

// ownPackages are the imported packages of this module.
var ownPackages = []string{codecPath, clientPath, serverPath, introspectPath}

// jennifer puts a space between any two tokens of a statement and leaves the
// rest to go/format. The functions here put spaces where gofmt wants them.
//
// A tree consists of many small objects. Recurring parts are therefore created
// once, here. They must not be modified.
var (
	ctxParam  = jen.Id("ctx").Add(ctxType)
	ctxType   = jen.Qual(contextPath, "Context")
	errorType = jen.Error()
	blankLine = jen.Line()
)

// text returns code that imports nothing and leaves no bracket open.
func text(parts ...string) *jen.Statement { return jen.Id(strings.Join(parts, "")) }

// glue joins its parts without spaces.
func glue(parts ...jen.Code) *jen.Statement { return jen.Custom(jen.Options{}, parts...) }

// tuple returns a list in parentheses: parameters, results, arguments.
func tuple(items ...jen.Code) *jen.Statement { return call("", items...) }

// call returns a call of fn, which is written as text.
func call(fn string, args ...jen.Code) *jen.Statement {
	return jen.Custom(jen.Options{Open: fn + "(", Close: ")", Separator: ", "}, args...)
}

// funcDecl declares a function, or a method if name starts with a receiver.
func funcDecl(name string, params []jen.Code, result jen.Code, statements ...jen.Code) *jen.Statement {
	return &jen.Statement{call("func "+name, params...), result, jen.Block(statements...)}
}

// clientName and serverName return names of the runtime's packages.
func clientName(name string) *jen.Statement { return jen.Qual(clientPath, name) }
func serverName(name string) *jen.Statement { return jen.Qual(serverPath, name) }
