// Package check holds what a server says of itself against what its schema
// says: the answer to query-qmp-schema against the document that the schema
// gives. The document depends on the conditions that held when the server was
// built; they can be given, or worked out.
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

// A Result is what Check found.
type Result struct {
	// Differences are errors, in schema order, at the places in the schema
	// that the server contradicts. What only the server has comes last.
	Differences diag.List
	// Conditions are those worked out; nil where they were given.
	Conditions *Conditions
	// Commands, Events and Types count what could be compared.
	Commands, Events, Types int
}

// Check compares a schema with the document of a server. With a nil defined it
// works the conditions out: it finds names under which as few differences as
// can be remain.
//
// Where several sets of names are equal in that, it takes one that leaves
// nothing in the server unexplained before one that has the server lack
// something, and of those the first in which names are undefined rather than
// defined, in the order of their names.
//
// The search is bounded by a number of steps and by the deadline of ctx. Names
// that it left open are in [Conditions]. If ctx is canceled, Check returns its
// cause.
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
