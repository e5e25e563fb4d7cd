//go:build !unix

package fdconn

import (
	"errors"
	"os"
)

func duplicateOne(*os.File) (int, error) { return 0, errors.ErrUnsupported }

func closeDescriptor(int) {}

func rights(Descriptors) []byte { return nil }
