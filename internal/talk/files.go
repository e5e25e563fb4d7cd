package talk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"syscall"
)

// Files are descriptors to send.
type Files []*os.File

// OpenFiles opens files for reading and writing, or for reading alone where writing
// is not permitted. A number stands for a descriptor that the process has
// inherited; a file of such a name can be given as ./N.
func OpenFiles(names []string) (Files, error) {
	var files Files
	for _, name := range names {
		f, err := open(name)
		if err != nil {
			files.Close()
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

func open(name string) (*os.File, error) {
	if n, err := strconv.ParseUint(name, 10, 31); err == nil {
		f := os.NewFile(uintptr(n), "descriptor "+name)
		if _, err := f.Stat(); err != nil {
			return nil, fmt.Errorf("descriptor %s is not open: a shell opens it by %s<>FILE", name, name)
		}
		return f, nil
	}
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) || errors.Is(err, syscall.EISDIR) {
		f, err = os.Open(name)
	}
	return f, err
}

// Close closes the files.
func (f Files) Close() {
	for _, file := range f {
		_ = file.Close() // nothing was written
	}
}
