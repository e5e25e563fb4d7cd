//go:build !unix

package readfile

// nonblock is 0 on systems where named pipes are not files.
const nonblock = 0
