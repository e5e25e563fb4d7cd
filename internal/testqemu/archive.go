package testqemu

import (
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/edition"
)

// ArchiveEdition returns the edition that the comment of a golden archive names
// by the words "edition X", or otherwise.
func ArchiveEdition(tb testing.TB, comment []byte, otherwise edition.Edition) edition.Edition {
	tb.Helper()
	_, rest, found := strings.Cut(string(comment), "edition ")
	if !found {
		return otherwise
	}
	e, err := edition.Parse(strings.Fields(rest)[0])
	if err != nil {
		tb.Fatal(err)
	}
	return e
}
