package fdconn

import (
	"os"
	"sync"
)

// A FileSet has the file descriptors that came with one piece of input. They go
// to the first request in that input that asks for them, however the client
// split its writes. The set counts its users: the connection's reader, and each
// request from that input in the queue.
type FileSet struct {
	mu    sync.Mutex
	fds   Descriptors
	users int
}

// Take returns the files and removes them from the set. The caller closes them.
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

// Len returns the number of files in the set, which may be nil.
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

// Release removes a user of the set, which may be nil. The last one closes the
// files that were not taken.
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

// A Receiver reads from a connection, and keeps the set of files of the latest
// input that had files.
type Receiver struct {
	control []byte // room for control messages; nil if no files can come
	Current *FileSet
}

// Replace releases the current set and makes fds the new one, or none if fds is
// empty.
func (r *Receiver) Replace(fds Descriptors) {
	r.Current.Release()
	r.Current = nil
	if len(fds) > 0 {
		r.Current = &FileSet{fds: fds, users: 1}
	}
}
