package site

import (
	"testing"

	"github.com/qapi-go/qapi-gen/model"
)

func TestFactsInTexts(t *testing.T) {
	enum := &model.Enum{Values: []*model.EnumValue{{Name: "report"}, {Name: "off"}}}
	builtin := func(kind model.JSONKind) model.Type { return &model.Builtin{Kind: kind} }
	boolean, number, text := builtin(model.JSONBoolean), builtin(model.JSONInt), builtin(model.JSONString)
	for _, tt := range []struct {
		text           string
		t              model.Type
		value, release string
	}{
		{"refuse to write (default: false)", boolean, "false", ""},
		{"refuse to write; defaults to true. (Since 2.1)", boolean, "true", "2.1"},
		{"resume (default: false, since 3.0)", boolean, "false", "3.0"},
		{"whether to (default depends on the machine)", boolean, "", ""},
		{"seconds. Default 0 (since: QEMU 4.2)", number, "0", "4.2"},
		{"seconds, default is none", number, "", ""},
		{"what to do on errors (default 'report', since v1.3)", enum, "report", "1.3"},
		{"the default is @off.", enum, "off", ""},
		{"the default for the machine", enum, "", ""},
		{"a name. Default is \"any\"", text, "any", ""},
		{"a name. Default is any", text, "", ""},
		{"the name in the default format", text, "", ""},
		{"since 2.0", text, "", "2.0"},
		{"as it is since 2.0", text, "", ""},
	} {
		if value, release := defaultOf(tt.text, tt.t), sinceOf(tt.text); value != tt.value || release != tt.release {
			t.Errorf("%q: default %q since %q, want %q and %q", tt.text, value, release, tt.value, tt.release)
		}
	}
}
