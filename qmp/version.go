package qmp

import "fmt"

// A Version is the version of a server, as its greeting and query-version
// give it.
type Version struct {
	Major, Minor, Micro int
	// Package is what a distributor added to the version, often empty.
	Package string
}

// String writes v as in "7.2.22 (Debian 1:7.2+dfsg-7)".
func (v Version) String() string {
	text := fmt.Sprintf("%d.%d.%d", v.Major, v.Minor, v.Micro)
	if v.Package != "" {
		text += " (" + v.Package + ")"
	}
	return text
}
