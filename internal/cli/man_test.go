package cli

import "testing"

func TestRoffTakesNoLineForARequest(t *testing.T) {
	if got, want := Roff(".a\n'b\n  c-\\d"), "\\&.a\n\\&'b\n  c\\-\\ed"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
