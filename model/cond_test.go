package model_test

import (
	"testing"

	"github.com/qapi-go/qapi-gen/model"
)

func TestCond(t *testing.T) {
	for _, test := range []struct {
		cond, words string
		defined     []string
		holds       bool
	}{
		{"'A'", "A", nil, false},
		{"'A'", "A", []string{"A"}, true},
		{"{ 'not': 'A' }", "not A", nil, true},
		{"{ 'not': 'A' }", "not A", []string{"A"}, false},
		{"{ 'all': [ 'A', 'B' ] }", "A and B", []string{"A"}, false},
		{"{ 'all': [ 'A', 'B' ] }", "A and B", []string{"A", "B"}, true},
		{"{ 'any': [ 'A', 'B' ] }", "A or B", []string{"B"}, true},
		{"{ 'any': [ 'A', 'B' ] }", "A or B", []string{"C"}, false},
		{"{ 'all': [ 'A', { 'not': { 'any': [ 'B', 'C' ] } } ] }", "A and not (B or C)", []string{"A"}, true},
		{"{ 'all': [ 'A', { 'not': { 'any': [ 'B', 'C' ] } } ] }", "A and not (B or C)", []string{"A", "C"}, false},
		{"{ 'any': [ { 'all': [ 'A', 'B' ] }, { 'all': [ 'C' ] } ] }", "(A and B) or C", []string{"C"}, true},
	} {
		c := buildText(t, "{ 'command': 'ping', 'if': "+test.cond+" }").Lookup("ping").Common().If
		if got := c.String(); got != test.words {
			t.Errorf("%s in words is %q, want %q", test.cond, got, test.words)
		}
		if got := c.Holds(defined(test.defined...)); got != test.holds {
			t.Errorf("%s with %v holds: %t, want %t", test.cond, test.defined, got, test.holds)
		}
	}
	var none *model.Cond
	if !none.Holds(defined()) || none.String() != "" {
		t.Error("no condition does not hold, or has words")
	}
}
