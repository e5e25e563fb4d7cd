package lifecycle

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/qapi-go/qapi-gen/qmp"
)

// query executes a command and decodes the reply by encoding/json: tolerantly, also on
// a connection with strict replies, because the types of this package have only the
// members that it needs.
func query(ctx context.Context, c qmp.Caller, name string, args, ret any) error {
	var reply json.RawMessage
	if err := c.Execute(ctx, name, args, &reply); err != nil {
		return err
	}
	if err := json.Unmarshal(reply, ret); err != nil {
		return fmt.Errorf("%s: reply: %w", name, err)
	}
	return nil
}

// refused reports whether QEMU answered with an error.
func refused(err error) bool {
	var reply *qmp.Error
	return errors.As(err, &reply)
}

// hasClass reports whether QEMU answered with an error of the class.
func hasClass(err error, class qmp.ErrorClass) bool {
	var reply *qmp.Error
	return errors.As(err, &reply) && reply.Class == class
}

// ErrCancelled is in the chain of the error of a job or a migration that was cancelled.
var ErrCancelled = errors.New("cancelled")

// idArgs are the arguments of commands that take just the id of something.
type idArgs struct {
	ID string `json:"id"`
}
