package qmp

import (
	"os"
	"sync"
)

// A fileSet is file descriptors that came with one piece of input. They
// belong to whichever of the requests in that input asks first, so that it
// does not matter how the client split its writes. It is kept while the
// monitor may still meet such requests, or has them queued.
type fileSet struct {
	mu    sync.Mutex
	fds   fileList
	users int
}

func (s *fileSet) take() []*os.File {
	s.mu.Lock()
	defer s.mu.Unlock()
	var files []*os.File
	for _, fd := range s.fds {
		files = append(files, os.NewFile(uintptr(fd), "received"))
	}
	s.fds = nil
	return files
}

// hold and release count the users; nil sets are fine. The last closes what
// nobody took.
func (s *fileSet) hold() {
	if s == nil {
		return
	}
	s.mu.Lock()
	s.users++
	s.mu.Unlock()
}

func (s *fileSet) release() {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.users--; s.users == 0 {
		s.fds.close()
		s.fds = nil
	}
}

// A fileReceiver reads from a connection and keeps the set of files that the
// latest piece of input with files had.
type fileReceiver struct {
	control []byte // room for control messages; nil: no files can come
	current *fileSet
}

func (r *fileReceiver) replace(fds fileList) {
	r.current.release()
	r.current = nil
	if len(fds) > 0 {
		r.current = &fileSet{fds: fds, users: 1}
	}
}
