package qjson

import "testing"

func TestWireValue(t *testing.T) {
	for _, test := range []struct{ value, want string }{
		{`0`, "0"},
		{`-0`, "0"},
		{`-12`, "-12"},
		{`999999999999999999`, "999999999999999999"},
		{`1000000000000000000`, "1000000000000000000"},
		{`1.0`, "1"},
		{`1e2`, "100"},
		{`0.1`, "0.10000000000000001"},
		{`-0.0`, "-0"},
		{`5e-324`, "4.9406564584124654e-324"},
		{`1e-400`, "0"},
		{`1e400`, "1e400"},
		{`9223372036854775807`, "9223372036854775807"},
		{`-9223372036854775808`, "-9223372036854775808"},
		{`-9223372036854775809`, "-9.2233720368547758e+18"},
		{`18446744073709551615`, "18446744073709551615"},
		{`18446744073709551616`, "1.8446744073709552e+19"},
		{`[1,{"a":null}]`, `[1, {"a": null}]`},
		{`["a,b:c"]`, `["a,b:c"]`},
		{`"\"\\\n\u001F"`, `"\"\\\n\u001F"`},
		{"\"\u00e9\U0001F600\x7f\"", `"\u00E9\uD83D\uDE00\u007F"`},
	} {
		if got := string(AppendValue(nil, []byte(test.value))); got != test.want {
			t.Errorf("%s: got %s, want %s", test.value, got, test.want)
		}
	}
}

func TestWireString(t *testing.T) {
	for _, test := range []struct{ s, want string }{
		{"plain", `"plain"`},
		{"a\"b\\c\n\x01", `"a\"b\\c\n\u0001"`},
		{"\u20ac", `"\u20AC"`},
		{"broken \xff end", `"broken \uFFFD end"`},
	} {
		if got := string(AppendString(nil, test.s)); got != test.want {
			t.Errorf("%q: got %s, want %s", test.s, got, test.want)
		}
	}
}

func TestTextIsCutBetweenCharacters(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"abcdef", "abcdef"}, {"abcdefg", "abcdef..."}, {"aüüü", "aüü..."}, {"üüüü", "üüü..."}, {"abcd😀x", "abcd..."},
		{"\x80\x80\x80\x80\x80\x80\x80", "\x80\x80..."},
	} {
		if got := Shorten(tt.text, 6); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
		}
	}
}
