// Package edition describes how the schema language changed from one QEMU
// release to the next.
//
// An Edition is the language that one release's front end accepts. A table has
// a row for each construct that some releases do not have, with the releases
// that have it and the source of the fact. The parser and the model look
// constructs up in the table. Nothing else in the program names a release.
package edition

import (
	"fmt"
	"strconv"
	"strings"
)

// An Edition is the schema language of a QEMU release, identified by the
// release's major and minor number. Editions compare with < and >. The zero
// value is Auto.
type Edition int

const (
	// Auto stands for the edition that the schema itself determines; see
	// parser.Options.
	Auto Edition = 0
	// First is the edition of the first release with out-of-band execution.
	First = Edition(2*majorStep + 12)
	// Latest is the newest edition in the table.
	Latest = Edition(10*majorStep + 2)
)

const majorStep = 100

// Release returns the edition of the release with these numbers.
func Release(major, minor int) Edition { return Edition(major*majorStep + minor) }

// String returns "auto" or the release, such as "6.1".
func (e Edition) String() string {
	if e == Auto {
		return "auto"
	}
	return fmt.Sprintf("%d.%d", e/majorStep, e%majorStep)
}

// Parse parses "auto" or the number of a release, such as "6.1", "v6.1.0" or
// "10.0.2". Releases with the same major and minor number have the same
// edition. A release newer than Latest has the edition Latest. A release older
// than First is an error, and so is any other text.
func Parse(text string) (Edition, error) {
	if text == "auto" {
		return Auto, nil
	}
	numbers := strings.Split(strings.TrimPrefix(text, "v"), ".")
	var parts [2]int
	for i, s := range numbers {
		n, err := strconv.ParseUint(s, 10, 16)
		if err != nil || len(numbers) < 2 || len(numbers) > 4 {
			return Auto, fmt.Errorf("%q is no release of QEMU: give one as in 6.1 or 10.2.0, or auto", text)
		}
		if i < len(parts) {
			parts[i] = int(n)
		}
	}
	e := Release(parts[0], min(parts[1], majorStep-1))
	if e < First {
		return Auto, fmt.Errorf("QEMU %s is older than %s, the first release with out-of-band execution", text, First)
	}
	return min(e, Latest), nil
}

// Releases returns the editions that the table distinguishes, the oldest first.
func Releases() []Edition {
	return []Edition{
		First, Release(3, 0), Release(3, 1), Release(4, 0), Release(4, 1), Release(4, 2),
		Release(5, 0), Release(5, 1), Release(5, 2), Release(6, 0), Release(6, 1), Release(6, 2),
		Release(7, 0), Release(7, 1), Release(7, 2), Release(8, 0), Release(8, 1), Release(8, 2),
		Release(9, 0), Release(9, 1), Release(9, 2), Release(10, 0), Release(10, 1), Latest,
	}
}
