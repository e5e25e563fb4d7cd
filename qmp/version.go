package qmp

import "fmt"

// A Version is the version of a server, as its greeting and query-version
// give it.
type Version struct {
	Major, Minor, Micro int
	// Package is what a distributor added to the version, often empty.
	Package string
}

// appendInfo appends v as QMP's VersionInfo.
func (v Version) appendInfo(dst []byte) []byte {
	dst = fmt.Appendf(dst, `{"qemu": {"micro": %d, "minor": %d, "major": %d}, "package": `, v.Micro, v.Minor, v.Major)
	return append(appendWireString(dst, v.Package), '}')
}
