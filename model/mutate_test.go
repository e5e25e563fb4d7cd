package model_test

import (
	"math/rand/v2"
	"strings"
)

// mutate makes one mistake in text, which may be harmless.
func mutate(rng *rand.Rand, text string) string {
	tokens := tokenize(text)
	if len(tokens) == 0 {
		return text
	}
	i, j := rng.IntN(len(tokens)), rng.IntN(len(tokens))
	for tries := rng.IntN(10); tries > 0 && text[tokens[i].from] != '\''; tries-- {
		i = rng.IntN(len(tokens)) // names are what the model is about
	}
	for tries := 0; text[tokens[i].from] != text[tokens[j].from] && tries < rng.IntN(20); tries++ {
		j = rng.IntN(len(tokens)) // a token of the same sort is the more likely mistake
	}
	old, other := text[tokens[i].from:tokens[i].to], text[tokens[j].from:tokens[j].to]
	put := func(s string) string { return text[:tokens[i].from] + s + text[tokens[i].to:] }
	switch rng.IntN(8) {
	case 0:
		return put("")
	case 1:
		return put(old + tokens[i].glue + old)
	case 2:
		return put(other)
	case 3:
		if j < i {
			i, j, old, other = j, i, other, old
		}
		if i == j {
			return text
		}
		return text[:tokens[i].from] + other + text[tokens[i].to:tokens[j].from] + old + text[tokens[j].to:]
	case 4:
		return put(old + tokens[i].glue + other)
	default:
		return put(edit(rng, old))
	}
}

// edit changes a token or line a little.
func edit(rng *rand.Rand, s string) string {
	switch s {
	case "true":
		return "false"
	case "false":
		return "true"
	}
	inner := 0
	if strings.HasPrefix(s, "'") && len(s) > 2 {
		inner = 1
	}
	body := s[inner : len(s)-inner]
	at := rng.IntN(len(body) + 1)
	inserts := []string{
		"-", "_", "*", "A", "z", "0", " ", "@", ":", "x-", "q_", "has-", "__a.b_", "List", ".", "#", "\t", "\n", ". A", "'", "\\", "é",
	}
	switch rng.IntN(6) {
	case 0:
		at = min(at, max(len(body)-1, 0))
		body = body[:at] + body[min(at+1, len(body)):]
	case 1:
		body = strings.ToUpper(body)
	case 2:
		body = strings.ToLower(body)
	case 3:
		body = inserts[rng.IntN(len(inserts))] + body
	case 4:
		body += inserts[rng.IntN(len(inserts))]
	default:
		body = body[:at] + inserts[rng.IntN(len(inserts))] + body[at:]
	}
	return s[:inner] + body + s[len(s)-inner:]
}

// A token is a token of a definition, or a line of a comment.
type token struct {
	from, to int
	glue     string // what may stand between two of them
}

func tokenize(text string) []token {
	var tokens []token
	for pos := 0; pos < len(text); {
		n := 1
		switch c := text[pos]; {
		case c == '#':
			n = strings.IndexByte(text[pos:], '\n')
			tokens = append(tokens, token{pos, pos + n, "\n"})
		case c == '\'':
			n = strings.IndexByte(text[pos+1:], '\'') + 2
			tokens = append(tokens, token{pos, pos + n, " "})
		case strings.IndexByte("{}[]:,", c) >= 0:
			tokens = append(tokens, token{pos, pos + 1, " "})
		case strings.HasPrefix(text[pos:], "true"), strings.HasPrefix(text[pos:], "false"):
			n = strings.IndexByte(text[pos:], 'e') + 1
			tokens = append(tokens, token{pos, pos + n, " "})
		}
		pos += n
	}
	return tokens
}
