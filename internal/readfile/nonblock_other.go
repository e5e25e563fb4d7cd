//go:build !unix

package readfile

// nonblock is nothing where named pipes have no place among files.
const nonblock = 0
