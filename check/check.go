// Package check compares a server with its schema: the reply to
// query-qmp-schema with the document that the schema describes. That document
// depends on the conditions that held when the server was built. The caller can
// pass them, or Check can determine them.
package check

import (
	"context"
	"errors"
	"fmt"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/internal/sat"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
)

// A Result is the result of Check.
type Result struct {
	// Differences are errors, in schema order, at the places in the schema that
	// the server contradicts. What only the server has comes last.
	Differences diag.List
	// Conditions are those that Check determined. It is nil if the caller
	// passed them.
	Conditions *Conditions
	// Commands, Events and Types count what was compared.
	Commands, Events, Types int
}

// Check compares a schema with the document of a server. If defined is nil,
// Check determines the conditions: it searches the set of defined names that
// leaves the fewest differences.
//
// Of several such sets it prefers those under which the document lacks parts to
// those under which it has parts whose condition is false. Of the rest it takes
// the first, comparing name by name in sorted order, undefined before defined.
//
// The search is bounded by a number of steps and by the deadline of ctx.
// [Conditions] lists the names that it left open. If ctx is canceled, Check
// returns its cause.
func Check(ctx context.Context, schema *model.Schema, server *introspect.Index, defined func(name string) bool) (*Result, error) {
	whole, err := introspect.NewIndex(gen.Introspection(schema, nil, true))
	if err != nil {
		return nil, fmt.Errorf("the schema's own introspection: %w", err)
	}
	pairing := introspect.Pair(whole, server)
	differences := pairing.Differences()
	o := &observer{catalogue: newCatalogue(schema), pairing: pairing, server: server}
	o.observe(differences)

	result := &Result{}
	if defined == nil {
		result.Conditions = workOut(ctx, o.seen, schema.ConditionNames(), sat.MaxSteps)
		if errors.Is(ctx.Err(), context.Canceled) {
			return nil, context.Cause(ctx)
		}
		defined = result.Conditions.Has
	}
	r := &reporter{catalogue: o.catalogue, pairing: pairing, server: server}
	r.report(differences, o.seen, defined)
	result.Differences = r.diags()
	for a, b := range pairing.All() {
		if !pairing.Used(b) {
			continue
		}
		switch a.(type) {
		case *introspect.Command:
			result.Commands++
		case *introspect.Event:
			result.Events++
		default:
			result.Types++
		}
	}
	return result, nil
}
