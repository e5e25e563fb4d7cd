// Package testqemu finds the parts of QEMU that tests need and this repository
// does not contain: its schemas, by the environment variable QAPI_CORPUS, and
// its sources, by QEMU_SRC. If a variable is not set, the tests are skipped. If
// the folder that it names does not exist, they fail.
package testqemu

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/qapi-go/qapi-gen/edition"
)

// Corpus returns the path of a file or folder of the corpus of real schemas.
func Corpus(tb testing.TB, path ...string) string {
	tb.Helper()
	root := os.Getenv("QAPI_CORPUS")
	if root == "" {
		tb.Skip("set QAPI_CORPUS to a folder with QEMU's schemas by version to test with them")
	}
	return existing(tb, "QAPI_CORPUS", filepath.Join(append([]string{root}, path...)...))
}

// Versions returns the releases of the corpus, which are the names of its
// folders.
func Versions(tb testing.TB) []string {
	tb.Helper()
	folders, err := os.ReadDir(Corpus(tb))
	if err != nil {
		tb.Fatal(err)
	}
	var versions []string
	for _, f := range folders {
		versions = append(versions, f.Name())
	}
	return versions
}

// Schemas returns the paths of a release's schemas in the corpus, by the names
// of their expected documents. Releases before 5.0 have no schema of the
// storage daemon.
func Schemas(tb testing.TB, version string) map[string]string {
	tb.Helper()
	found := map[string]string{}
	for name, path := range map[string]string{
		"qapi":                "qapi/qapi-schema.json",
		"qga":                 "qga/qapi-schema.json",
		"storage-daemon-qapi": "storage-daemon/qapi/qapi-schema.json",
	} {
		path = filepath.Join(version, path)
		if _, err := os.Stat(filepath.Join(Corpus(tb), path)); err == nil {
			found[name] = path
		}
	}
	return found
}

// Source returns the folder of a QEMU source tree.
func Source(tb testing.TB) string {
	tb.Helper()
	src := os.Getenv("QEMU_SRC")
	if src == "" {
		tb.Skip("set QEMU_SRC to a QEMU source tree to compare with its own front end")
	}
	return existing(tb, "QEMU_SRC", src)
}

func existing(tb testing.TB, variable, path string) string {
	tb.Helper()
	if _, err := os.Stat(path); err != nil { //nolint:gosec // the environment of the tests names the path
		tb.Fatalf("%s is set, but: %v", variable, err)
	}
	return path
}

// Edition returns the edition of the source tree, from its file VERSION.
func Edition(tb testing.TB) edition.Edition {
	tb.Helper()
	text, err := os.ReadFile(filepath.Join(Source(tb), "VERSION"))
	if err != nil {
		tb.Fatal(err)
	}
	var major, minor int
	if _, err := fmt.Sscanf(string(text), "%d.%d", &major, &minor); err != nil {
		tb.Fatalf("VERSION of QEMU's sources is %q: %v", text, err)
	}
	return edition.Release(major, minor)
}

// Mutations returns the number of random schemas to compare, from
// QEMU_MUTATIONS, and the source of their randomness, from QEMU_SEED.
func Mutations(tb testing.TB) (count int, rng *rand.Rand) {
	tb.Helper()
	return int(number(tb, "QEMU_MUTATIONS", 1000)), rand.New(rand.NewPCG(number(tb, "QEMU_SEED", 1), 0))
}

func number(tb testing.TB, variable string, otherwise uint64) uint64 {
	tb.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseUint(text, 10, 31)
	if err != nil {
		tb.Fatalf("%s: %v", variable, err)
	}
	return n
}
