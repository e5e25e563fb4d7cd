package main

import (
	"os"
	"path/filepath"
)

// A workspace is the folder from which GitHub names files.
type workspace struct {
	root, resolved string            // the latter without symbolic links
	paths          map[string]string // those found before
}

// newWorkspace finds the workspace of the workflow that runs. Elsewhere it is the
// repository that the current folder is in, or that folder.
func newWorkspace() *workspace {
	root := os.Getenv("GITHUB_WORKSPACE")
	if root == "" {
		root = repository()
	}
	w := &workspace{root: root, paths: map[string]string{}}
	w.resolved, _ = filepath.EvalSymlinks(root) // if it fails, no file is found there
	return w
}

// repository is the closest folder above the current one, or that itself, that
// has a repository or a worktree of git, and else the current one.
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

// path is the path of a file from the workspace, with slashes. A file outside
// keeps the path by which the user reached it.
func (w *workspace) path(file string) string {
	found, ok := w.paths[file]
	if !ok {
		found = w.find(file)
		w.paths[file] = found
	}
	return found
}

func (w *workspace) find(file string) string {
	abs, err := filepath.Abs(file)
	if err != nil || file == stdinName {
		return file
	}
	if inside, err := filepath.Rel(w.root, abs); err == nil && filepath.IsLocal(inside) {
		return filepath.ToSlash(inside)
	}
	// The workspace or the current folder may be reached by a link. A link
	// inside the workspace counts as what it is named.
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
