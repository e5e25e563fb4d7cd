package cli

import (
	"bytes"
	"testing"
)

func TestSeveritiesAreColoured(t *testing.T) {
	for text, want := range map[string]string{
		"a.json:1:2: error: x\n":        "a.json:1:2: \x1b[31merror\x1b[0m: x\n",
		"warning: x: error: y\n":        "\x1b[33mwarning\x1b[0m: x: error: y\n",
		"x\n    note: y\n":              "x\n    \x1b[34mnote\x1b[0m: y\n",
		"    a:1:2: note: y\nnotice: z": "    a:1:2: \x1b[34mnote\x1b[0m: y\n\x1b[34mnotice\x1b[0m: z",
		"    { 'error': 'x' }\n":        "    { 'error': 'x' }\n",
	} {
		var out bytes.Buffer
		if n, err := (colourWriter{&out}).Write([]byte(text)); n != len(text) || err != nil || out.String() != want {
			t.Errorf("%q: %d, %v, %q, want %q", text, n, err, out.String(), want)
		}
	}
}

// A buffer is no terminal.
func TestWhatIsNoTerminalHasNoColours(t *testing.T) {
	var out bytes.Buffer
	if w := Coloured(&out); w != &out {
		t.Errorf("%T", w)
	}
}
