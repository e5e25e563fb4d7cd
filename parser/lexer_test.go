package parser

import (
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/alecthomas/participle/v2/lexer"
	"github.com/google/go-cmp/cmp"
)

func TestLexer(t *testing.T) {
	// A token's type by name, and its text
	type token [2]string
	tests := map[string]struct {
		text string
		want []token
	}{
		"punctuators":             {"{}[]:,", []token{{"{", "{"}, {"}", "}"}, {"[", "["}, {"]", "]"}, {":", ":"}, {",", ","}}},
		"string":                  {`'a b'`, []token{{"String", `'a b'`}}},
		"empty string":            {`''`, []token{{"String", `''`}}},
		"string with escapes":     {`'\\'`, []token{{"String", `'\\'`}}},
		"string like a comma":     {`','`, []token{{"String", `','`}}},
		"string with a comment":   {`'#'`, []token{{"String", `'#'`}}},
		"keywords":                {"true false", []token{{"Bool", "true"}, {"Bool", "false"}}},
		"keyword with a tail":     {"trueish", []token{{"Bool", "true"}, {"Stray", "ish"}}},
		"keywords joined":         {"falsetrue", []token{{"Bool", "false"}, {"Bool", "true"}}},
		"half a keyword":          {"tru", []token{{"Word", "tru"}}},
		"comment":                 {"# 'x'\n{ # }\n}", []token{{"{", "{"}, {"}", "}"}}},
		"white space of Python":   {"\x1c\u00a0\u2028\u3000\f\t{", []token{{"{", "{"}}},
		"no white space":          {"\u200b", []token{{"Stray", "\u200b"}}},
		"byte order mark":         {"\ufeff{", []token{{"Stray", "\ufeff"}, {"{", "{"}}},
		"NUL":                     {"\x00", []token{{"Stray", "\x00"}}},
		"word up to a bracket":    {"abc]", []token{{"Word", "abc"}, {"]", "]"}}},
		"word up to a space":      {"*a-b?\u00a0b", []token{{"Word", "*a-b?"}, {"Word", "b"}}},
		"stray up to a space":     {"1a b", []token{{"Stray", "1a"}, {"Word", "b"}}},
		"double quotes":           {`"a b"`, []token{{"DoubleQuoted", `"a b"`}}},
		"double quotes not ended": {"\"a b\n\"", []token{{"Stray", `"a`}, {"Word", "b"}, {"Stray", `"`}}},
		"slash comment":           {"// x 'y'\n]", []token{{"SlashComment", "// x 'y'"}, {"]", "]"}}},
		"unterminated string":     {"'abc\n'", []token{{"Unterminated", "'abc"}, {"Unterminated", "'"}}},
		"unterminated in escape":  {"'abc\\\n'", []token{{"Unterminated", `'abc\`}, {"Unterminated", "'"}}},
		"unterminated at end":     {"'", []token{{"Unterminated", "'"}}},
		"bad escape":              {`'a\'b'`, []token{{"BadEscape", `'a\'`}}},
		"bad escape of a letter":  {`'\é'`, []token{{"BadEscape", `'\é`}}},
		"not ASCII":               {`'aé'`, []token{{"FunnyChar", `'aé`}}},
		"not printable":           {"'\x7f'", []token{{"FunnyChar", "'\x7f"}}},
		"tab in a string":         {"'\t'", []token{{"FunnyChar", "'\t"}}},
		"doc":                     {"##\n# x\n##\n{", []token{{"Doc", "##\n# x\n##"}, {"{", "{"}}},
		"doc with gaps":           {"##\n\n   # x\n\n\t##", []token{{"Doc", "##\n\n   # x\n\n\t##"}}},
		"doc behind something":    {"} ##\n##", []token{{"}", "}"}, {"Doc", "##\n##"}}},
		"doc with start junk":     {"## x\n##\n", []token{{"DocStartJunk", "## x"}, {"DocUnfinished", "##"}}},
		"doc with space at end":   {"## \n##\n", []token{{"DocStartJunk", "## "}, {"DocUnfinished", "##"}}},
		"doc with end junk":       {"##\n# x\n###\n{", []token{{"DocEndJunk", "##\n# x\n###"}, {"{", "{"}}},
		"doc interrupted":         {"##\n# x\n{\n##\n", []token{{"DocUnfinished", "##\n# x"}, {"{", "{"}, {"DocUnfinished", "##"}}},
		"doc at the end":          {"##", []token{{"DocUnfinished", "##"}}},
	}
	names := lexer.SymbolsByRune(schemaLexer{})
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			l, err := schemaLexer{}.Lex("", strings.NewReader(tt.text+"\n"))
			if err != nil {
				t.Fatal(err)
			}
			var got []token
			for {
				tok, err := l.Next()
				if err != nil {
					t.Fatal(err)
				}
				if tok.EOF() {
					break
				}
				if at := tt.text[tok.Pos.Offset:]; !strings.HasPrefix(at, tok.Value) {
					t.Errorf("token %q is not at offset %d", tok.Value, tok.Pos.Offset)
				}
				got = append(got, token{names[tok.Type], tok.Value})
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestLexerPassesReadErrorsOn(t *testing.T) {
	want := errors.New("broken")
	if _, err := (schemaLexer{}).Lex("", iotest.ErrReader(want)); !errors.Is(err, want) {
		t.Errorf("got %v", err)
	}
}
