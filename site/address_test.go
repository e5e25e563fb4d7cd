package site

import "testing"

func TestFragmentsOfIDs(t *testing.T) {
	for id, want := range map[string]string{
		"arg-type/+nbd/server":   "arg-type/+nbd/server",
		"driver/^io_uring":       "driver/%5Eio_uring",
		"$deprecated":            "$deprecated",
		"a b#c%d\"<>`é[]{}|\\":   "a%20b%23c%25d%22%3C%3E%60%C3%A9%5B%5D%7B%7D%7C%5C",
		"page:label:jobs, again": "page:label:jobs,%20again",
	} {
		if got := fragment(id); got != want {
			t.Errorf("%q: %s, want %s", id, got, want)
		}
	}
}

func TestFileNames(t *testing.T) {
	for name, want := range map[string]string{
		"block-core": "block-core", "../qapi/common": "qapi~common", "<stdin>": "stdin~", "con": "~con",
		"com1.x": "~com1.x", "sub/./dir/a b": "sub~dir~a~b", "..": "~", "é": "~", "__org.x_y": "__org.x_y",
	} {
		if got := fileName(name); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
}
