//go:build !race && unix

package shell

var buildFlags []string
