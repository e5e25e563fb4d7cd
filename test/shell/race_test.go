//go:build race && unix

package shell

// buildFlags make the programs report data races too.
var buildFlags = []string{"-race"}
