package qmp

// A Version is the version of a server, as its greeting and query-version
// give it.
type Version struct {
	Major, Minor, Micro int
	// Package is what a distributor added to the version, often empty.
	Package string
}
