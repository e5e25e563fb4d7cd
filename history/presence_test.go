package history

import (
	"testing"

	"github.com/qapi-go/qapi-gen/breaking"
)

func TestPresenceInWords(t *testing.T) {
	labels := []string{"1", "2", "3", "4"}
	for _, tt := range []struct{ in, text, mark string }{
		{"++++", "", ""},
		{"--++", "since 3", "in 3, not in 2"},
		{"---+", "since 4", "in 4, not in 3"},
		{"+--+", "1, since 4", "1, since 4"},
		{"-+-+", "2, since 4", "2, since 4"},
		{"++-+", "1 to 2, since 4", "1 to 2, since 4"},
		{"??++", "there, not known of 1, 2", "there, not known of 1, 2"},
		{"?-++", "since 3, not known of 1", "in 3, not in 2"},
		{"-?++", "since 3, not known of 2", "since 3, not known of 2"},
	} {
		p := Presence{labels: labels}
		for _, c := range tt.in {
			p.In = append(p.In, map[rune]breaking.Presence{'+': breaking.Present, '-': breaking.Absent, '?': breaking.Unknown}[c])
		}
		if p.String() != tt.text || p.Mark() != tt.mark {
			t.Errorf("%s: %q and %q, want %q and %q", tt.in, p.String(), p.Mark(), tt.text, tt.mark)
		}
	}
}
