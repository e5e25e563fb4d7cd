package shell

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestStatementsEndWithTheLineUnlessSomethingIsOpen(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
		rest       string
	}{
		{name: "nothing"},
		{name: "one line", text: "query-status\n", want: []string{"query-status"}},
		{name: "two lines", text: "stop\ncont", want: []string{"stop", "cont"}},
		{name: "blank lines and comments", text: "# it's { open\n\n  stop \n", want: []string{"stop"}},
		{name: "JSON over lines", text: "{ \"execute\":\n \"stop\" }\ncont\n", want: []string{"{ \"execute\":\n \"stop\" }", "cont"}},
		{name: "brackets in strings", text: `{"execute": "}"}`, want: []string{`{"execute": "}"}`}},
		{name: "escaped quotes", text: `{"execute": "\"}"}`, want: []string{`{"execute": "\"}"}`}},
		{name: "single quotes of QEMU", text: "{ 'execute': 'stop' }", want: []string{"{ 'execute': 'stop' }"}},
		{name: "a backslash joins", text: "job-cancel \\\n id=a\nstop", want: []string{"job-cancel \\\n id=a", "stop"}},
		{name: "open bracket", text: "stop\n{ \"execute\":", want: []string{"stop"}, rest: "{ \"execute\":"},
		{name: "open quote", text: "x a='b\nc", rest: "x a='b\nc"},
		{name: "open backslash", text: "x \\", rest: "x \\"},
		{name: "a line to come", text: "x \\\n", rest: "x \\\n"},
		{name: "a word to come", text: "stop\nx\\\n", want: []string{"stop"}, rest: "x\\\n"},
		{name: "an empty line to join", text: "x \\\n\n", want: []string{"x \\"}},
		{name: "open value", text: "x a:={\n", rest: "x a:={\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, rest := Split(c.text)
			if diff := cmp.Diff(c.want, got); diff != "" || rest != c.rest {
				t.Errorf("rest %q, want %q\n%s", rest, c.rest, diff)
			}
			if Complete(c.text) != (c.rest == "") {
				t.Errorf("Complete is %t", Complete(c.text))
			}
		})
	}
}

func TestWordsAreCutAsInAUnixShell(t *testing.T) {
	for _, c := range []struct {
		text string
		want []Word
	}{
		{"", nil},
		{" a  bc ", []Word{{Text: "a", Start: 1, End: 2}, {Text: "bc", Start: 4, End: 6}}},
		{`a='b c'"d e"f`, []Word{{Text: "a=b cd ef", End: 13}}},
		{`a\ b "\"" '\'`, []Word{{Text: "a b", End: 4}, {Text: `"`, Start: 5, End: 9}, {Text: `\`, Start: 10, End: 13}}},
		{"a \\\nb", []Word{{Text: "a", End: 1}, {Text: "b", Start: 4, End: 5}}},
		{"a\\\nb", []Word{{Text: "ab", End: 4}}},
		{`{"a": "}"} x`, []Word{{Text: `{"a": "}"}`, End: 10, JSON: true}, {Text: "x", Start: 11, End: 12}}},
		{`a:={ "b": [1, 2] }`, []Word{{Text: `a:={ "b": [1, 2] }`, End: 18}}},
		{`a={ b`, []Word{{Text: `a={`, End: 3}, {Text: "b", Start: 4, End: 5}}},
		{`a:=1`, []Word{{Text: `a:=1`, End: 4}}},
		{"é\u00a0ü", []Word{{Text: "é", End: 2}, {Text: "ü", Start: 4, End: 6}}},
		{`{"a`, []Word{{Text: `{"a`, End: 3, JSON: true}}},
		{`{"a\`, []Word{{Text: `{"a\`, End: 4, JSON: true}}},
	} {
		if diff := cmp.Diff(c.want, Words(c.text)); diff != "" {
			t.Errorf("%q\n%s", c.text, diff)
		}
	}
}
