package diag

import "testing"

func TestSuggest(t *testing.T) {
	candidates := []string{"BlockdevOptions", "BlockdevRef", "str", "size", "int8", "int16"}
	for name, want := range map[string]string{
		"BlockdevOption":   "BlockdevOptions", // one missing
		"BlockdevOptionss": "BlockdevOptions", // one too many
		"BlokcdevRef":      "BlockdevRef",     // two swapped
		"blockdevref":      "BlockdevRef",     // two others
		"string":           "",                // half of it
		"sizes":            "size",
		"int17":            "int16",
		"int6":             "int16", // as near as int8, and before it in the alphabet
		"str":              "",      // itself
		"x":                "",
		"":                 "",
	} {
		got := Suggest(name, candidates)
		if want != "" {
			want = "; did you mean '" + want + "'?"
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}
