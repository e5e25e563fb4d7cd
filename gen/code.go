package gen

import (
	"bytes"
	"slices"

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

// jennifer puts a blank between any two tokens of a statement and leaves the
// rest to go/format. The combinators here put blanks where gofmt wants them.

// glue puts its parts together without blanks.
func glue(parts ...jen.Code) *jen.Statement { return jen.Custom(jen.Options{}, parts...) }

// prefix puts an operator right before code: *T, []T, &v.
func prefix(op string, code jen.Code) *jen.Statement { return glue(jen.Op(op), code) }

func pointer(code jen.Code) *jen.Statement { return prefix("*", code) }

// tuple is a list in parentheses: parameters, results, arguments.
func tuple(items ...jen.Code) *jen.Statement {
	return jen.Custom(jen.Options{Open: "(", Close: ")", Separator: ", "}, items...)
}

// call calls fn, which is written as text unless it is imported.
func call(fn jen.Code, args ...jen.Code) *jen.Statement { return glue(fn, tuple(args...)) }

// body is a struct or interface type, by its keyword, with a line an item.
func body(keyword string, items ...jen.Code) *jen.Statement {
	if len(items) == 0 {
		return jen.Op(keyword + "{}")
	}
	return jen.Custom(jen.Options{Open: keyword + " {", Close: "}", Multi: true}, items...)
}

// aligned puts items on a line, in columns with the lines around it.
func aligned(items ...jen.Code) *jen.Statement {
	return jen.Custom(jen.Options{Separator: " " + cellMark + " "}, items...)
}

// literal is a composite literal with a line an element; each ends in a comma.
func literal(typ jen.Code, elems ...jen.Code) *jen.Statement {
	if len(elems) == 0 {
		return glue(typ, jen.Op("{}"))
	}
	return glue(typ, jen.Custom(jen.Options{Open: "{", Close: "}", Multi: true}, elems...))
}

// funcDecl declares a function, or a method where recv is not nil.
func funcDecl(recv jen.Code, name string, params []jen.Code, result jen.Code, statements ...jen.Code) *jen.Statement {
	s := jen.Func()
	if recv != nil {
		s.Add(tuple(recv))
	}
	return s.Add(glue(jen.Id(name), tuple(params...)), result, jen.Block(statements...))
}

// oneLiner declares a method whose body is a single expression. It takes one
// line where gofmt leaves it on one, aligned with its neighbours.
func oneLiner(signature, result string) *jen.Statement {
	const (
		limit   = 99 // gofmt's 100 for the header, one more, and the statement
		returns = "return "
	)
	header := "func " + signature
	if len(header)+len(returns)+len(result) > limit {
		return jen.Op(header).Block(jen.Op(returns + result))
	}
	return aligned(jen.Op(header), jen.Op("{ "+returns+result+" }"))
}

// codecName, clientName and serverName are names of the runtime's packages.
func codecName(name string) *jen.Statement  { return jen.Qual(codecPath, name) }
func clientName(name string) *jen.Statement { return jen.Qual(clientPath, name) }
func serverName(name string) *jen.Statement { return jen.Qual(serverPath, name) }
func rawMessage() *jen.Statement            { return jen.Qual(jsonPath, "RawMessage") }

// groupImports puts imports of the standard library before those of this
// module, with a blank line between, where jennifer sorts all of them together.
func groupImports(raw []byte) []byte {
	ours := []byte("\n\"" + modulePath)
	start := bytes.Index(raw, ours)
	if start < 0 {
		return raw
	}
	end := start
	for bytes.HasPrefix(raw[end:], ours) {
		end += 1 + bytes.IndexByte(raw[end+1:], '\n')
	}
	others, rest, _ := bytes.Cut(raw[end:], []byte("\n)"))
	return slices.Concat(raw[:start], others, []byte("\n"), raw[start:end], []byte("\n)"), rest)
}
