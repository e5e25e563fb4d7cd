//go:build !unix

package qmp

import (
	"errors"
	"os"
)

func duplicate(*os.File) (int, error) { return 0, errors.ErrUnsupported }

func closeDescriptor(int) {}

func rights(fileList) []byte { return nil }
