package qmp

import (
	"context"
	"io"
	"os"

	"github.com/qapi-go/qapi-gen/internal/fdconn"
)

type filesKey struct{}

// ContextWithFiles makes the command executed with the context take files
// along, in this order, as getfd, add-fd and add_client want them. They go
// over unix sockets alone. The server gets duplicates; the caller may close
// its own when the command has returned.
//
//	err := vm.GetFD(qmp.ContextWithFiles(ctx, f), vmm.GetFDArgs{FDName: "disk"})
func ContextWithFiles(ctx context.Context, files ...*os.File) context.Context {
	return context.WithValue(ctx, filesKey{}, files)
}

// filesToSend duplicates the files that the context asks to send.
func filesFromContext(ctx context.Context, w io.Writer) (fdconn.Descriptors, error) {
	files, _ := ctx.Value(filesKey{}).([]*os.File)
	if len(files) == 0 {
		return nil, nil
	}
	return fdconn.Duplicate(files, w)
}
