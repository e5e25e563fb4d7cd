package talk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/request"
)

// Ask asks a server for its introspection.
func Ask(ctx context.Context, conn *qmp.Conn) (*request.Commands, error) {
	var reply json.RawMessage
	err := conn.Execute(ctx, "query-qmp-schema", nil, &reply)
	if refused := (*qmp.Error)(nil); errors.As(err, &refused) {
		return nil, fmt.Errorf("the server has no introspection: %w\nGive its schema by --schema FILE, or use --raw", err)
	}
	if err != nil {
		return nil, err
	}
	doc, err := introspect.Parse(reply)
	if err != nil {
		return nil, fmt.Errorf("the server's introspection: %w", err)
	}
	index, err := introspect.NewIndex(doc)
	if err != nil {
		return nil, fmt.Errorf("the server's introspection: %w", err)
	}
	return request.New(index, nil), nil
}
