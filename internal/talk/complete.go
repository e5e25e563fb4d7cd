package talk

import (
	"slices"
	"strings"

	"github.com/qapi-go/qapi-gen/request"
)

// CompleteCall returns what the word typed of a call can become, after its address
// and the words before. Each may have a tab and a description after it. It reports
// whether any of them goes on, so that no space may follow.
func CompleteCall(c *request.Commands, before []string, typed string) (words []string, partial bool) {
	for {
		then := slices.Index(before, Then)
		if then < 0 {
			break
		}
		before = before[then+1:]
	}
	if len(before) == 0 {
		return lines(c.CompleteCommand(typed))
	}
	return lines(c.Complete(before[0], before[1:], typed))
}

// CompleteEvents does the same for the names of events.
func CompleteEvents(c *request.Commands, before []string, typed string) (words []string, partial bool) {
	list := slices.DeleteFunc(c.CompleteEvent(typed), func(e request.Candidate) bool { return slices.Contains(before, e.Text) })
	return lines(list)
}

func lines(list []request.Candidate) (words []string, partial bool) {
	for _, c := range list {
		partial = partial || c.Partial
		var about []string
		if c.Kind == request.MemberKey && !c.Mandatory {
			about = append(about, "optional")
		}
		for _, text := range []string{c.Type, c.Doc} {
			if text != "" {
				about = append(about, text)
			}
		}
		word := c.Text
		if len(about) > 0 {
			word += "\t" + strings.Join(about, ", ")
		}
		words = append(words, word)
	}
	return words, partial
}
