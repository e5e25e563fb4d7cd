package model_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// vocabulary has the replacements for names of a schema.
var vocabulary = []string{
	"", "str", "int", "number", "bool", "any", "null", "QType", "q_empty", "strList", "on", "off", "1st", "u", "has-x",
	"deprecated", "unstable", "base", "data", "boxed", "gen", "returns", "if", "features", "prefix", "type", "name",
	"enum", "struct", "union", "alternate", "command", "event", "discriminator", "all", "any", "not", "CONFIG_X", "*x", "x-",
}

// rewrite makes one mistake in text. It usually keeps the syntax correct, so
// that the model must find the mistake.
func rewrite(rng *rand.Rand, text string) string {
	var tokens []token
	for _, t := range tokenize(text) {
		if text[t.from] != '#' {
			tokens = append(tokens, t)
		}
	}
	names := pick(tokens, func(i int) bool { return text[tokens[i].from] == '\'' })
	pairs := pick(tokens, func(i int) bool { return i+2 < len(tokens) && text[tokens[i+1].from] == ':' })
	if len(names) == 0 || len(pairs) == 0 {
		return text
	}
	a, b := tokens[names[rng.IntN(len(names))]], tokens[names[rng.IntN(len(names))]]
	from, to := pairAt(text, tokens, pairs[rng.IntN(len(pairs))])
	at := tokens[pairs[rng.IntN(len(pairs))]].from
	name := text[a.from:a.to]
	put := func(s string) string { return text[:a.from] + s + text[a.to:] }
	switch rng.IntN(9) {
	case 0:
		return put("'" + vocabulary[rng.IntN(len(vocabulary))] + "'")
	case 1:
		return put("[ " + name + " ]")
	case 2:
		return put(fmt.Sprintf("{ 'type': %s, 'if': 'CONFIG_A' }", name))
	case 3:
		return put(fmt.Sprintf("{ 'name': %s, 'features': [ 'unstable', 'unstable' ] }", name))
	case 4:
		return strings.Replace(text[:from]+"\x00"+text[to:], "\x00,", "", 1)
	case 5:
		return text[:at] + text[from:to] + ", " + text[at:]
	case 6:
		return text[:at] + text[from:to] + ", " + strings.Replace(text[at:], text[from:to], "'gone': 'int'", 1)
	default:
		return put(text[b.from:b.to])
	}
}

// pick returns the indexes for which ok is true.
func pick(tokens []token, ok func(i int) bool) []int {
	var list []int
	for i := range tokens {
		if ok(i) {
			list = append(list, i)
		}
	}
	return list
}

// pairAt returns the extent of the key tokens[i] and its value.
func pairAt(text string, tokens []token, i int) (from, to int) {
	from, depth := tokens[i].from, 0
	for i += 2; i < len(tokens); i++ {
		switch text[tokens[i].from] {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		if depth <= 0 {
			break
		}
	}
	return from, tokens[min(i, len(tokens)-1)].to
}
