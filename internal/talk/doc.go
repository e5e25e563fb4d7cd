// Package talk does the work of the commands call and events: it reaches a
// monitor, executes commands whose arguments are words, waits for events, and
// prints results.
//
// Files: target.go connects; knowledge.go finds out what the server has; call.go
// executes; follow.go and filter.go receive events; print.go prints.
package talk
