package edition_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/internal/testgolden"
)

func TestParse(t *testing.T) {
	tests := map[string]string{ // what String makes of it; empty: refused
		"auto": "auto", "2.12": "2.12", "2.12.1": "2.12", "v6.1.0": "6.1", "10.2.2": "10.2", "8.0.0.1": "8.0",
		"10.2.50": "10.2", "11.0": "10.2", "7.9": "7.9", "99.99": "10.2",
		"": "", "7": "", "2.11": "", "1.12.0": "", "7.2-rc1": "", "latest": "", "7.": "", "-7.2": "", "1.2.3.4.5": "",
		"7.99999999999": "",
	}
	for text, want := range tests {
		e, err := edition.Parse(text)
		if (err != nil) != (want == "") || err == nil && e.String() != want {
			t.Errorf("Parse(%q) is %v, %v; want %q", text, e, err, want)
		}
	}
}

func TestReleasesAreInOrder(t *testing.T) {
	list := edition.Releases()
	for i, e := range list {
		if i > 0 && e <= list[i-1] {
			t.Errorf("%v stands behind %v", e, list[i-1])
		}
		if again, err := edition.Parse(e.String()); err != nil || again != e {
			t.Errorf("%v is read as %v, %v", e, again, err)
		}
	}
}

func TestRowsAreWhole(t *testing.T) {
	for _, r := range edition.Constructs() {
		if r.Name == "" || r.Example == "" || r.Source == "" {
			t.Errorf("a row lacks something: %+v", r)
		}
		if r.Since == 0 && r.Until == 0 {
			t.Errorf("every edition has %s", r.Name)
		}
		if r.Until != 0 && r.Since > r.Until {
			t.Errorf("no edition has %s", r.Name)
		}
	}
}

// TestPageShowsTheTable holds the table of docs/editions.md to that of the code.
func TestPageShowsTheTable(t *testing.T) {
	const page, start = "../docs/editions.md", "| Construct |"
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(text), start)
	end := strings.Index(rest, "\n\n")
	if !found || end < 0 {
		t.Fatalf("%s has no table that starts with %q", page, start)
	}
	testgolden.File(t, page, before+table()+rest[end+1:])
}

func table() string {
	var b strings.Builder
	b.WriteString("| Construct | Releases | Example | Source |\n|---|---|---|---|\n")
	for _, r := range edition.Constructs() {
		releases := "to " + r.Until.String()
		switch {
		case r.Until == 0:
			releases = "since " + r.Since.String()
		case r.Since != 0:
			releases = r.Since.String() + " to " + r.Until.String()
		}
		fmt.Fprintf(&b, "| %s | %s | `%s` | %s |\n", r.Name, releases, strings.ReplaceAll(r.Example, "|", `\|`), r.Source)
	}
	return b.String()
}
