//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package outdir

// acquire locks a file in the folder.
func acquire(dir string) (release, error) { return acquireFile(dir) }
