package site

import (
	"regexp"
	"strings"
)

// Texts name the first release of a member, and the value of one that is left
// out, in words of their own. What is not understood here is still in the text.
var (
	sinceText   = regexp.MustCompile(`(?i)\(\s*since:?\s+(?:qemu\s+)?v?([0-9]+(?:\.[0-9]+)+)`)
	defaultText = regexp.MustCompile(`(?i)\b(?:(?:the )?default(?: value)?(?: is|:| =)|defaults? to|defaulting to)\s+` +
		"(``[^`]+``|\"[^\"]*\"|'[^']*'|@?[A-Za-z0-9_+-]+(?:\\.[A-Za-z0-9]+)*)")
)

// sinceOf is the release that a text about a member gives in parentheses.
func sinceOf(text string) string {
	if m := sinceText.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// defaultOf is the value that a text gives as the default.
func defaultOf(text string) string {
	m := defaultText.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	value := strings.Trim(m[1], "`@\"'")
	if noValue[strings.ToLower(value)] {
		return ""
	}
	return value
}

// noValue are words that start a description of the default rather than name it.
var noValue = map[string]bool{
	"a": true, "an": true, "the": true, "to": true, "use": true, "whatever": true, "set": true, "taken": true,
	"determined": true, "chosen": true, "same": true, "value": true, "behavior": true, "behaviour": true,
	"not": true, "that": true, "what": true, "is": true, "one": true, "any": true, "all": true, "depends": true,
	"system": true, "its": true, "it": true, "for": true, "based": true, "derived": true, "inherited": true,
	"generated": true, "this": true, "host": true, "as": true, "current": true, "if": true, "only": true, "node": true,
	"when": true, "automatically": true, "in": true, "of": true, "disabled": true, "enabled": true, "no": true,
}
