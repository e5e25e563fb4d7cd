// Package edition knows how the schema language changed over QEMU's releases.
//
// An Edition is the language as one release's front end accepts it. Each
// construct that some releases have and others lack is one row of a table, with
// the releases that have it and the source of the fact. The parser and the
// model ask the table; nothing else in the program names a release.
package edition

import (
	"fmt"
	"strconv"
	"strings"
)

// An Edition is the schema language of a QEMU release, by the release's major
// and minor number. Editions compare with < and >. The zero value is Auto.
type Edition int

const (
	// Auto stands for the edition that the schema's own text gives; see
	// parser.Options.
	Auto Edition = 0
	// First is that of the first release with out-of-band execution.
	First = Edition(2*majorStep + 12)
	// Latest is the newest edition that the table knows.
	Latest = Edition(10*majorStep + 2)
)

const majorStep = 100

// Release is the edition of the release with these numbers.
func Release(major, minor int) Edition { return Edition(major*majorStep + minor) }

// String is "auto", or the release as in "6.1".
func (e Edition) String() string {
	if e == Auto {
		return "auto"
	}
	return fmt.Sprintf("%d.%d", e/majorStep, e%majorStep)
}

// Parse reads "auto" or the number of a release, such as "6.1", "v6.1.0" or
// "10.0.2". Releases of one major and minor number have one edition. A release
// that is newer than Latest has the edition Latest; one that is older than
// First is an error, and so is text of any other form.
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

// Releases are the editions that the table tells apart, the oldest first.
func Releases() []Edition {
	return []Edition{
		First, Release(3, 0), Release(3, 1), Release(4, 0), Release(4, 1), Release(4, 2),
		Release(5, 0), Release(5, 1), Release(5, 2), Release(6, 0), Release(6, 1), Release(6, 2),
		Release(7, 0), Release(7, 1), Release(7, 2), Release(8, 0), Release(8, 1), Release(8, 2),
		Release(9, 0), Release(9, 1), Release(9, 2), Release(10, 0), Release(10, 1), Latest,
	}
}
