package site

import (
	"go/format"
	"strings"

	"github.com/qapi-go/qapi-gen/internal/shellword"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/site/sample"
)

// A sampleText is a request or a value as one would write it somewhere.
type sampleText struct{ Title, Text string }

// commandRequests are requests with the mandatory arguments of c.
func (b *builder) commandRequests(c *model.Command) []sampleText {
	var args *sample.Value
	hasArgs := false
	if c.Arg != nil {
		args = sample.New(c.Arg)
		hasArgs = len(args.Members()) > 0
	}
	execute := "execute"
	wire := "{ \"execute\": " + sample.Quote(c.Name)
	call := "qapi-gen call unix:/run/vm.sock " + c.Name
	if hasArgs {
		wire += ",\n  \"arguments\": " + args.JSON("  ")
		call += " " + shellword.Join(args.Words())
	}
	list := []sampleText{
		{"JSON", wire + " }"},
		{"Go", formatted(b.goCall(c, args))},
		{"Command line", call},
	}
	if c.AllowOOB {
		list[0].Text += "\n\n" + strings.Replace(wire, execute, "exec-oob", 1) + " }"
	}
	return list
}

// goCall is a call of the client's method for c.
func (b *builder) goCall(c *model.Command, args *sample.Value) string {
	name, _ := b.golang.method(c)
	params := "ctx"
	switch {
	case args == nil:
	case !c.Gen:
		params += ", json.RawMessage(`" + args.JSON("") + "`)"
	case model.IsImplicit(c.Arg):
		params += ", " + b.golang.structLiteral(args, c.Name, "")
	default:
		params += ", " + b.golang.structLiteral(args, c.Arg.Common().Name, "")
	}
	result := "err := "
	if c.Ret != nil {
		result = "result, err := "
	}
	call := "client." + name + "(" + params + ")"
	if c.AllowOOB {
		return result + call + "\n\n// Out-of-band\n" + result + strings.Replace(call, "client.", "client.OOB().", 1)
	}
	return result + call
}

// formatted is Go code as gofmt has it, which aligns the fields of structs.
func formatted(code string) string {
	out, err := format.Source([]byte(code))
	if err != nil {
		return code
	}
	return string(out)
}

// eventSamples are an event as a server sends it, and how to wait for it.
func (b *builder) eventSamples(e *model.Event) []sampleText {
	wire := "{ \"event\": " + sample.Quote(e.Name)
	if e.Arg != nil {
		if data := sample.New(e.Arg); len(data.Members()) > 0 {
			wire += ",\n  \"data\": " + data.JSON("  ")
		}
	}
	wire += ",\n  \"timestamp\": { \"seconds\": 1700000000, \"microseconds\": 123456 } }"
	goName := b.golang.pkg + "." + b.golang.typeName(e.Name)
	return []sampleText{
		{"JSON", wire},
		{"Go", "for event, err := range client.Events(ctx) {\n\tif err != nil {\n\t\treturn err\n\t}\n" +
			"\tif data, ok := event.Body.(" + goName + "); ok {\n\t\tlog.Print(data)\n\t}\n}"},
		{"Command line", "qapi-gen events unix:/run/vm.sock " + e.Name},
	}
}

// typeSamples are a value of a type.
func (b *builder) typeSamples(t model.Type) []sampleText {
	v := sample.New(t)
	return []sampleText{
		{"JSON", v.JSON("")},
		{"Go", strings.TrimPrefix(formatted("value := "+b.golang.literal(v, "", "")), "value := ")},
	}
}
