package check_test

import (
	"context"
	"errors"
	"testing"

	"github.com/qapi-go/qapi-gen/check"
	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/introspect"
)

// A cancelled check returns the cause and no result.
func TestCheckEndsWhenItIsCanceled(t *testing.T) {
	schema := buildSchema(t, "../testdata/qapi-schema/vmm.json")
	server, err := introspect.NewIndex(gen.Introspection(schema, nil, false))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	because := errors.New("enough")
	cancel(because)
	if _, err := check.Check(ctx, schema, server, nil); !errors.Is(err, because) {
		t.Errorf("canceled: %v", err)
	}
}
