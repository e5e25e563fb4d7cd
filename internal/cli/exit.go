package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/internal/terminal"
)

// The exit statuses.
const (
	ExitSuccess = 0
	ExitFailure = 1 // an error in the input, or a negative answer
	ExitUsage   = 2
	ExitUnknown = 3 // no answer, or generate was interrupted
)

var (
	// ErrReported makes the program exit with status 1 without a message,
	// because the diagnostics have been printed.
	ErrReported = errors.New("reported")
	// ErrNegative is the same for a negative answer: the server differs, lacks
	// a capability, or a change breaks clients.
	ErrNegative = errors.New("negative answer")
)

// A usageError reports a wrong command line.
type usageError struct {
	cmd *cobra.Command
	msg string
	// plain is true if msg says all, and the usage of the command would not help.
	plain bool
}

func (e *usageError) Error() string { return e.msg }

// Usagef returns the error of a wrong command line. The message ends in how to see the
// usage of the command.
func Usagef(cmd *cobra.Command, format string, args ...any) error {
	return &usageError{cmd: cmd, msg: fmt.Sprintf(format, args...)}
}

// Mistake makes err the error of a wrong command line that says all.
func Mistake(err error) error { return &usageError{msg: err.Error(), plain: true} }

// Unknown makes err the error of a command that has no answer, or did not finish.
func Unknown(err error) error { return &unknownError{err} }

// An unknownError reports that a command has no answer, or did not finish.
type unknownError struct{ error }

func (e *unknownError) Unwrap() error { return e.error }

// Answers reserves status 1 of cmd for a negative answer. All other errors
// become unknownErrors, so that a script cannot take a missing server for one
// that differs.
func Answers(cmd *cobra.Command) *cobra.Command {
	run := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		err := run(cmd, args)
		var usage *usageError
		if err == nil || errors.Is(err, ErrNegative) || errors.As(err, &usage) {
			return err
		}
		return &unknownError{err}
	}
	return cmd
}

// Negative replaces ErrReported by ErrNegative.
func Negative(err error) error {
	if errors.Is(err, ErrReported) {
		return ErrNegative
	}
	return err
}

// Finish prints err and returns the exit status.
func Finish(stderr io.Writer, err error) int {
	var usage *usageError
	var unknown *unknownError
	status := ExitFailure
	switch {
	case err == nil:
		return ExitSuccess
	case errors.As(err, &usage) && usage.plain:
		ReportError(stderr, err.Error())
		return ExitUsage
	case errors.As(err, &usage):
		ReportError(stderr, fmt.Sprintf("%v\nRun '%s --help' for its usage.", err, usage.cmd.CommandPath()))
		return ExitUsage
	case errors.As(err, &unknown):
		status = ExitUnknown
	}
	if !errors.Is(err, ErrReported) && !errors.Is(err, ErrNegative) {
		ReportError(stderr, InWords(err))
	}
	return status
}

// ReportError writes an error that has no place in a file, as diagnostics are written:
// what belongs to its first line is indented below.
func ReportError(stderr io.Writer, text string) {
	Complainf(Coloured(stderr), "error: %s\n", strings.ReplaceAll(text, "\n", "\n    "))
}

// Complainf writes to standard error. There is nowhere to say that it failed. Text
// of a server may be part of what is written, so control characters are replaced.
func Complainf(stderr io.Writer, format string, args ...any) {
	_, _ = io.WriteString(stderr, terminal.Printable(fmt.Sprintf(format, args...)))
}
