//go:build !unix

package launch

import (
	"context"
	"errors"
)

// start needs descriptors to pass and process groups to end.
func (*launch) start(context.Context) (*process, error) {
	return nil, errors.New("a command can be started on Unix alone; start it yourself, and use --socket")
}

func (*process) stop() {}
