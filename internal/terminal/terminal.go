// Package terminal writes for people who read on a terminal.
package terminal

import (
	"io"
	"os"
	"strings"
	"unicode"

	"golang.org/x/term"
)

// Is reports whether w is a terminal.
func Is(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// isDumb reports whether TERM says that the terminal has no control sequences.
func isDumb() bool { return os.Getenv("TERM") == "dumb" }

// noColour is the variable by which users refuse colours, in all programs.
const noColour = "NO_COLOR" //nolint:misspell // it has that name

// HasColours reports whether w is a terminal that shows colours. The variable
// of noColour and TERM=dumb refuse them.
func HasColours(w io.Writer) bool { return os.Getenv(noColour) == "" && !isDumb() && Is(w) }

// Printable replaces control characters other than line ends and tabs by U+FFFD, so
// that text of a server or of a file cannot control the terminal.
func Printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

// columns is the width of the terminal w, or what most have at least.
func columns(w io.Writer) int {
	const usual = 80
	if f, ok := w.(*os.File); ok {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
			return width
		}
	}
	return usual
}
