// Package workspace names files by their paths in the repository that GitHub checked out.
package workspace

import (
	"os"
	"path/filepath"
)

// A Workspace is the folder to which the paths of files are relative in GitHub.
type Workspace struct {
	root, resolved string            // resolved has no symbolic links
	paths          map[string]string // cache of Path
}

// New returns the workspace of the running workflow. Without a
// workflow it is the repository of the current folder, or that folder.
func New() *Workspace {
	root := os.Getenv("GITHUB_WORKSPACE")
	if root == "" {
		root = repository()
	}
	w := &Workspace{root: root, paths: map[string]string{}}
	w.resolved, _ = filepath.EvalSymlinks(root) // if it fails, no file is found by it
	return w
}

// repository returns the closest of the current folder and its parents that has
// a git repository or worktree, or else the current folder.
func repository() string {
	current, err := os.Getwd()
	if err != nil {
		return ""
	}
	for dir := current; ; dir = filepath.Dir(dir) {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			return current
		}
	}
}

// Path returns the path of a file in the workspace, with slashes. For a file
// outside, it returns the path by which the user reached it.
func (w *Workspace) Path(file string) string {
	found, ok := w.paths[file]
	if !ok {
		found = w.find(file)
		w.paths[file] = found
	}
	return found
}

func (w *Workspace) find(file string) string {
	abs, err := filepath.Abs(file)
	if err != nil {
		return file
	}
	if inside, err := filepath.Rel(w.root, abs); err == nil && filepath.IsLocal(inside) {
		return filepath.ToSlash(inside)
	}
	// The path of the workspace or the current folder may have a link. A link
	// inside the workspace keeps its name.
	dir, err := filepath.EvalSymlinks(filepath.Dir(abs))
	if err != nil {
		return file
	}
	inside, err := filepath.Rel(w.resolved, filepath.Join(dir, filepath.Base(abs)))
	if err != nil || !filepath.IsLocal(inside) {
		return file
	}
	return filepath.ToSlash(inside)
}
