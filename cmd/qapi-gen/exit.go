package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
)

// The exit statuses.
const (
	exitSuccess = 0
	exitFailure = 1 // an error in the input, or a negative answer
	exitUsage   = 2
	exitUnknown = 3 // no answer, or generate was interrupted
)

var (
	// errReported makes the program exit with status 1 without a message,
	// because the diagnostics have been printed.
	errReported = errors.New("reported")
	// errNegative is the same for a negative answer: the server differs, lacks
	// a capability, or a change breaks clients.
	errNegative = errors.New("negative answer")
)

// A usageError reports a wrong command line.
type usageError struct {
	cmd *cobra.Command
	msg string
	// plain tells that msg says all, and the usage of the command would not help.
	plain bool
}

func (e *usageError) Error() string { return e.msg }

func usagef(cmd *cobra.Command, format string, args ...any) error {
	return &usageError{cmd: cmd, msg: fmt.Sprintf(format, args...)}
}

// An unknownError reports that a command has no answer, or did not finish.
type unknownError struct{ error }

func (e *unknownError) Unwrap() error { return e.error }

// answers reserves status 1 of cmd for a negative answer. All other errors
// become unknownErrors, so that a script cannot take a missing server for one
// that differs.
func answers(cmd *cobra.Command) *cobra.Command {
	run := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		err := run(cmd, args)
		var usage *usageError
		if err == nil || errors.Is(err, errNegative) || errors.As(err, &usage) {
			return err
		}
		return &unknownError{err}
	}
	return cmd
}

// negative replaces errReported by errNegative.
func negative(err error) error {
	if errors.Is(err, errReported) {
		return errNegative
	}
	return err
}

// finish prints err and returns the exit status.
func finish(stderr io.Writer, err error) int {
	var usage *usageError
	var unknown *unknownError
	status := exitFailure
	switch {
	case err == nil:
		return exitSuccess
	case errors.As(err, &usage) && usage.plain:
		reportError(stderr, err.Error())
		return exitUsage
	case errors.As(err, &usage):
		reportError(stderr, fmt.Sprintf("%v\nRun '%s --help' for its usage.", err, usage.cmd.CommandPath()))
		return exitUsage
	case errors.As(err, &unknown):
		status = exitUnknown
	}
	if !errors.Is(err, errReported) && !errors.Is(err, errNegative) {
		reportError(stderr, inWords(err))
	}
	return status
}

// reportError writes an error that has no place in a file, as diagnostics are written:
// what belongs to its first line is indented below.
func reportError(stderr io.Writer, text string) {
	complainf(coloured(stderr), "error: %s\n", strings.ReplaceAll(text, "\n", "\n    "))
}
