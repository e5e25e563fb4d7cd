package fdconn

import (
	"os"
	"sync"
)

// A FileSet is file descriptors that came with one piece of input. They
// belong to whichever of the requests in that input asks first, so that it
// does not matter how the client split its writes. It is kept while the
// monitor may still meet such requests, or has them queued.
type FileSet struct {
	mu    sync.Mutex
	fds   Descriptors
	users int
}

// Take hands the files over to the caller, who closes them.
func (s *FileSet) Take() []*os.File {
	s.mu.Lock()
	defer s.mu.Unlock()
	var files []*os.File
	for _, fd := range s.fds {
		files = append(files, os.NewFile(uintptr(fd), "received"))
	}
	s.fds = nil
	return files
}

// Len is the number of files that nobody took. The set may be nil.
func (s *FileSet) Len() int {
	if s == nil {
		return 0
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.fds)
}

// Hold adds a user of the set, which may be nil.
func (s *FileSet) Hold() {
	if s == nil {
		return
	}
	s.mu.Lock()
	s.users++
	s.mu.Unlock()
}

// Release ends a use of the set, which may be nil. The last use closes what
// nobody took.
func (s *FileSet) Release() {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.users--; s.users == 0 {
		s.fds.Close()
		s.fds = nil
	}
}

// A Receiver reads from a connection and keeps the set of files that the
// latest piece of input with files had.
type Receiver struct {
	control []byte // room for control messages; nil: no files can come
	Current *FileSet
}

// Replace makes fds the current set. None closes the current set's use.
func (r *Receiver) Replace(fds Descriptors) {
	r.Current.Release()
	r.Current = nil
	if len(fds) > 0 {
		r.Current = &FileSet{fds: fds, users: 1}
	}
}
