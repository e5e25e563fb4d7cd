package preview

import (
	"os"
	"sync"
)

// Inputs are the files that a site is made of, as they were when they were read.
// Its methods may be called concurrently.
type Inputs struct {
	mu    sync.Mutex
	files map[string]os.FileInfo // nil for a file that was not there
}

// Note adds the file at a path, before it is read: a change during the reading is
// then a change. A file that is not there counts when it comes to be.
func (in *Inputs) Note(path string) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if _, noted := in.files[path]; noted {
		return
	}
	if in.files == nil {
		in.files = map[string]os.FileInfo{}
	}
	in.files[path] = look(path)
}

// changed reports whether a file is not as it was when it was noted.
func (in *Inputs) changed() bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	for path, before := range in.files {
		now := look(path)
		switch {
		case before == nil && now == nil:
		case before == nil, now == nil, !os.SameFile(before, now),
			before.Size() != now.Size(), !before.ModTime().Equal(now.ModTime()), before.Mode() != now.Mode():
			return true
		}
	}
	return false
}

// look is nil for a file that cannot be looked at. Reading it tells why.
func look(path string) os.FileInfo {
	info, err := os.Stat(path)
	if err != nil {
		return nil
	}
	return info
}
