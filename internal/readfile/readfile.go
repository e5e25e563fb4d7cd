// Package readfile reads files that a user names and input that a user pipes
// in. It never waits for something that is not a regular file, and never reads
// without a limit.
package readfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrNotRegular is wrapped by the errors about directories, named pipes,
// sockets and devices.
var ErrNotRegular = errors.New("not a regular file")

// File reads the regular file at path, whose separators are slashes, if it has
// at most limit bytes. It rejects the same files as Open. Its errors have the
// type *fs.PathError.
func File(path string, limit int64) ([]byte, error) {
	path = filepath.FromSlash(path)
	f, info, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // nothing was written
	text, err := read(f, info.Size(), limit)
	if err != nil && !errors.As(err, new(*fs.PathError)) {
		err = &fs.PathError{Op: "read", Path: path, Err: err}
	}
	return text, err
}

// Open opens the regular file at path for reading.
//
// It rejects anything else without opening it: reading from a named pipe waits
// for a writer, and reading from a device may never end. It follows symbolic
// links.
func Open(path string) (*os.File, fs.FileInfo, error) {
	if info, err := os.Stat(path); err == nil { // otherwise Open reports the reason
		if err := regular(path, info); err != nil {
			return nil, nil, err
		}
	}
	// The name may refer to another file meanwhile. Opening that must not wait
	// either, and its type is checked again.
	f, err := os.OpenFile(path, os.O_RDONLY|nonblock, 0)
	if err != nil {
		return nil, nil, err
	}
	info, err := f.Stat()
	if err == nil {
		err = regular(path, info)
	}
	if err != nil {
		_ = f.Close() // nothing was written
		return nil, nil, err
	}
	return f, info, nil
}

// Reason returns err without the operation and the paths that an *fs.PathError
// or an *os.LinkError adds, for messages that name the file themselves.
func Reason(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}

// All reads r, such as standard input, to its end. It returns an error if there
// are more than limit bytes.
func All(r io.Reader, limit int64) ([]byte, error) { return read(r, 0, limit) }

// Kind returns the kind of file that mode describes, as in "is a directory".
func Kind(mode fs.FileMode) string {
	switch {
	case mode.IsRegular():
		return "a regular file"
	case mode.IsDir():
		return "a directory"
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	default:
		return "a special file"
	}
}

// regular returns an error unless the file is regular.
func regular(path string, info fs.FileInfo) error {
	if info.Mode().IsRegular() {
		return nil
	}
	return &fs.PathError{Op: "read", Path: path, Err: fmt.Errorf("is %s, %w", Kind(info.Mode()), ErrNotRegular)}
}

// read reads r to its end. size is the expected size, or 0.
func read(r io.Reader, size, limit int64) ([]byte, error) {
	tooLarge := fmt.Errorf("is larger than %s", quantity(limit))
	if size > limit {
		return nil, tooLarge
	}
	// One byte more lets the last read find the end without growing the buffer.
	text := make([]byte, 0, max(size, 512)+1)
	for {
		n, err := r.Read(text[len(text):cap(text)])
		text = text[:len(text)+n]
		switch {
		case int64(len(text)) > limit:
			return nil, tooLarge
		case errors.Is(err, io.EOF):
			return text, nil
		case err != nil:
			return nil, err
		}
		if len(text) == cap(text) {
			text = append(text, 0)[:len(text)]
		}
	}
}

func quantity(n int64) string {
	if n%(1<<20) == 0 {
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}
