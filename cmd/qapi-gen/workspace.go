package main

import (
	"os"
	"path/filepath"
)

// A workspace is the folder to which the paths of files are relative in GitHub.
type workspace struct {
	root, resolved string            // resolved has no symbolic links
	paths          map[string]string // cache of path
}

// newWorkspace returns the workspace of the running workflow. Without a
// workflow it is the repository of the current folder, or that folder.
func newWorkspace() *workspace {
	root := os.Getenv("GITHUB_WORKSPACE")
	if root == "" {
		root = repository()
	}
	w := &workspace{root: root, paths: map[string]string{}}
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

// path returns the path of a file in the workspace, with slashes. For a file
// outside, it returns the path by which the user reached it.
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
