package talk

import (
	"context"
	"errors"
	"fmt"

	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/request"
)

// Ask asks a server for its introspection.
func Ask(ctx context.Context, conn *qmp.Conn) (*request.Commands, error) {
	index, err := new(introspect.Cache).Index(ctx, conn)
	if refused := (*qmp.Error)(nil); errors.As(err, &refused) {
		return nil, fmt.Errorf("the server has no introspection: %w\nGive its schema by --schema FILE, or use --raw", err)
	}
	if err != nil {
		return nil, err
	}
	return request.New(index, nil), nil
}
