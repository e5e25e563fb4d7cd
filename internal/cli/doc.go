// Package cli is what the subcommands of qapi-gen have in common as a command line:
// exit statuses and errors, flags with a choice of words, help, completion, and colours.
// It knows nothing of schemas and servers.
package cli
