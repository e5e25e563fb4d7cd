// Package history says what releases of a schema have of the newest of them,
// and what changed in between: the data behind the marks and the pages of
// changes in a reference. It is worked out from the schemas, or from recorded
// replies to query-qmp-schema. What a schema's texts say of releases ("since")
// has no part in it.
package history

import (
	"cmp"
	"fmt"
	"math"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/qapi-go/qapi-gen/breaking"
	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
)

// A Release is a schema, or a recorded reply to query-qmp-schema, under the name
// that readers know it by.
type Release struct {
	Label string
	side  *breaking.Side
	index *introspect.Index
}

// Schema makes a Release of a schema. decided is true if its conditions are
// decided ([model.Schema.Configure]). Otherwise conditions that differ count as
// changes.
func Schema(label string, s *model.Schema, decided bool) (Release, error) {
	index, err := introspect.NewIndex(gen.Introspection(s, nil, true))
	if err != nil {
		return Release{}, fmt.Errorf("%s: %w", label, err)
	}
	side := breaking.Schema
	if decided {
		side = breaking.Configured
	}
	return Release{label, side(s), index}, nil
}

// Document makes a Release of an introspection document. The error is that of a
// document which is not sound (see [introspect.NewIndex]).
func Document(label string, d introspect.Document) (Release, error) {
	side, err := breaking.Document(d)
	if err != nil {
		return Release{}, err
	}
	index, err := introspect.NewIndex(d)
	return Release{label, side, index}, err
}

// version matches names of releases, and of folders in which sources are unpacked:
// "7.2", "v10.0.2", "10.0.0-rc1", "qemu-7.2.0".
var version = regexp.MustCompile(`^(?:[a-z]+-)?(v?([0-9]+(?:\.[0-9]+)+)(?:-(rc[0-9]+))?)$`)

// LabelOf is the label of a release whose file is at a path, if none is given:
// the version by which the file is called, or the innermost of its folders that
// is called by one. Without any it is the file's name.
func LabelOf(file string) string {
	file = strings.TrimSuffix(path.Clean(filepath.ToSlash(file)), ".json")
	steps := strings.Split(file, "/")
	for _, step := range slices.Backward(steps) {
		if found := version.FindStringSubmatch(step); found != nil {
			return found[1]
		}
	}
	return steps[len(steps)-1]
}

// Sort puts older releases in order, the oldest first: by version if each of
// their labels is one. Otherwise they stay in the order given.
func Sort(older []Release) {
	for _, r := range older {
		if !version.MatchString(r.Label) {
			return
		}
	}
	slices.SortStableFunc(older, func(a, b Release) int { return compareVersions(a.Label, b.Label) })
}

// compareVersions compares versions number by number. A candidate of a release
// comes before it.
func compareVersions(a, b string) int {
	x, y := version.FindStringSubmatch(a), version.FindStringSubmatch(b)
	if c := slices.Compare(numbers(x[2]), numbers(y[2])); c != 0 {
		return c
	}
	switch before, beforeB := x[3], y[3]; {
	case before != "" && beforeB == "":
		return -1
	case before == "" && beforeB != "":
		return 1
	default:
		return cmp.Compare(before, beforeB)
	}
}

func numbers(dotted string) (list []int) {
	for n := range strings.SplitSeq(dotted, ".") {
		number, err := strconv.Atoi(n)
		if err != nil { // larger than the numbers of versions are
			number = math.MaxInt
		}
		list = append(list, number)
	}
	return list
}
