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

// ownPackages are those of this module among them.
var ownPackages = []string{codecPath, clientPath, serverPath, introspectPath}

// jennifer puts a blank between any two tokens of a statement and leaves the
// rest to go/format. The combinators here put blanks where gofmt wants them.
//
// A tree is many small objects, so the parts that recur are made once, here.
// Nothing may be added to them.
var (
	ctxParam  = jen.Id("ctx").Add(ctxType)
	ctxType   = jen.Qual(contextPath, "Context")
	errorType = jen.Error()
	blankLine = jen.Line()
)

// text is code that imports nothing and leaves no bracket open.
func text(parts ...string) *jen.Statement { return jen.Id(strings.Join(parts, "")) }

// glue puts its parts together without blanks.
func glue(parts ...jen.Code) *jen.Statement { return jen.Custom(jen.Options{}, parts...) }

// tuple is a list in parentheses: parameters, results, arguments.
func tuple(items ...jen.Code) *jen.Statement { return call("", items...) }

// call calls fn, which is written as text.
func call(fn string, args ...jen.Code) *jen.Statement {
	return jen.Custom(jen.Options{Open: fn + "(", Close: ")", Separator: ", "}, args...)
}

// funcDecl declares a function, or a method where its receiver stands in front
// of the name.
func funcDecl(name string, params []jen.Code, result jen.Code, statements ...jen.Code) *jen.Statement {
	return &jen.Statement{call("func "+name, params...), result, jen.Block(statements...)}
}

// clientName and serverName are names of the runtime's packages.
func clientName(name string) *jen.Statement { return jen.Qual(clientPath, name) }
func serverName(name string) *jen.Statement { return jen.Qual(serverPath, name) }
