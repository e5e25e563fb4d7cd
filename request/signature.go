package request

import (
	"strings"

	"github.com/qapi-go/qapi-gen/introspect"
)

// Signature shows in one line which arguments a command takes and what it returns:
//
//	block-commit device=str [job-id=str] [base-node=str]
//	query-status -> StatusInfo
//
// What stands in brackets is optional. The words given so far select the branches
// of unions; they may be nil. It is empty if there is no such command.
func (c *Commands) Signature(command string, words []string) string {
	cmd := c.index.Command(command)
	if cmd == nil {
		return ""
	}
	root, _ := parse(words, nil)
	l := c.layout(c.arguments(cmd), root)
	parts := []string{command}
	var optional []string
	for _, f := range l.fields {
		text := f.Name + "=" + c.title(f.typ)
		if f.Optional() {
			optional = append(optional, "["+text+"]")
		} else {
			parts = append(parts, text)
		}
	}
	parts = append(parts, optional...)
	if l.undecided && len(l.elsewhere) > 0 || c.open(cmd) {
		parts = append(parts, "...")
	}
	if result := c.result(cmd); result != "" {
		parts = append(parts, "-> "+result)
	}
	return strings.Join(parts, " ")
}

// result is a short text for what a command returns; empty for nothing.
func (c *Commands) result(cmd *introspect.Command) string {
	t := c.typ(cmd.RetType, nil)
	if d := c.declared(cmd.Name); d != nil {
		t = c.typ(cmd.RetType, d.Ret)
	}
	if o, ok := t.wire.(*introspect.Object); ok && len(o.Members) == 0 && o.Tag == "" {
		return ""
	}
	return c.title(t)
}
