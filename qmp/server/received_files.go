package server

import (
	"context"
	"os"

	"github.com/qapi-go/qapi-gen/internal/fdconn"
)

type receivedFilesKey struct{}

// ReceivedFiles takes over the files that the client sent along with the
// command whose handler was called with ctx, as getfd, add-fd and add_client
// need them. The caller closes them. It returns nil when there are none, when
// they were taken already, and when the connection is not a unix socket.
// Files that no handler takes are closed.
func ReceivedFiles(ctx context.Context) []*os.File {
	set, _ := ctx.Value(receivedFilesKey{}).(*fdconn.FileSet)
	if set == nil {
		return nil
	}
	return set.Take()
}
