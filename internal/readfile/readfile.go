// Package readfile reads files that a user names, and the input that a user
// pipes in, without ever waiting for a file that is none or reading without
// end.
package readfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrNotRegular is in the errors about directories, named pipes, sockets and
// devices.
var ErrNotRegular = errors.New("not a regular file")

// File reads the regular file at path, whose separators are slashes, if it has
// at most limit bytes. It refuses the same files as Open, and its errors are of
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
// Anything else that has a name is refused, and not even opened: reading from
// a named pipe waits for a writer, from a device it may never end. Symbolic
// links are followed.
func Open(path string) (*os.File, fs.FileInfo, error) {
	if info, err := os.Stat(path); err == nil { // else opening says why
		if err := regular(path, info); err != nil {
			return nil, nil, err
		}
	}
	// Another file may have taken the name meanwhile: opening must not wait
	// for one either, and what is open counts.
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

// Reason is err without the operation and the paths that an *fs.PathError or an
// *os.LinkError adds, for messages that name the file themselves.
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

// All reads r, which is standard input or the like, to its end, if that comes
// after at most limit bytes.
func All(r io.Reader, limit int64) ([]byte, error) { return read(r, 0, limit) }

// Kind names what mode's type is, as in "is a directory".
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

// regular is nil for regular files.
func regular(path string, info fs.FileInfo) error {
	if info.Mode().IsRegular() {
		return nil
	}
	return &fs.PathError{Op: "read", Path: path, Err: fmt.Errorf("is %s, %w", Kind(info.Mode()), ErrNotRegular)}
}

// read reads r to its end. It holds size bytes, as far as anybody knows.
func read(r io.Reader, size, limit int64) ([]byte, error) {
	tooLarge := fmt.Errorf("is larger than %s", quantity(limit))
	if size > limit {
		return nil, tooLarge
	}
	// One byte more, so that the last read finds the end and grows nothing.
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
