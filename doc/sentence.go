package doc

import "strings"

// SentenceEnd returns the end of the first sentence of a text: the first period,
// question mark or exclamation mark that is followed by white space and no small
// letter. It is 0 if there is none, and the text is one sentence.
func SentenceEnd(text string) int {
	for i := 0; i+2 < len(text); i++ {
		space, next := text[i+1], text[i+2]
		if strings.IndexByte(".?!", text[i]) >= 0 && (space == ' ' || space == '\n') && (next < 'a' || next > 'z') {
			return i + 1
		}
	}
	return 0
}
