package browser

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// A question of docs/doc-questions.md, with the steps to its answer.
type question struct {
	title  string
	steps  []string
	answer []string // what the last page has
}

var (
	stepLine = regexp.MustCompile(`^[0-9]+\. (.*)$`)
	quote    = regexp.MustCompile("`([^`]+)`")
)

func questions(t *testing.T) (list []question) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "doc-questions.md"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		last := len(list) - 1
		if title, ok := strings.CutPrefix(line, "## "); ok {
			list = append(list, question{title: title})
		} else if step := stepLine.FindStringSubmatch(line); step != nil && last >= 0 {
			list[last].steps = append(list[last].steps, step[1])
		} else if strings.HasPrefix(line, "It says: ") || strings.HasPrefix(line, "The results are: ") {
			sentence, _, _ := strings.Cut(line+" ", ". ")
			for _, q := range quote.FindAllStringSubmatch(sentence, -1) {
				list[last].answer = append(list[last].answer, q[1])
			}
		}
	}
	return list
}

func TestQuestionsAreAnsweredInThreeSteps(t *testing.T) {
	list := questions(t)
	if len(list) != 10 {
		t.Fatalf("there are %d questions, want 10", len(list))
	}
	pages := qemu(t).asFiles(t)
	for _, q := range list {
		t.Run(q.title, func(t *testing.T) {
			p := open(t, pages)
			if len(q.steps) == 0 || len(q.steps) > 3 || len(q.answer) == 0 {
				t.Fatalf("it has %d steps and an answer of %d words", len(q.steps), len(q.answer))
			}
			p.visit("index.html")
			seen := ""
			for _, step := range q.steps {
				seen += p.take(step)
			}
			for _, want := range q.answer {
				if !strings.Contains(seen, want) {
					t.Errorf("%s does not say %q", p.where(), want)
				}
			}
		})
	}
}

// take takes a step, and gives what is to be seen then.
func (p *tab) take(step string) (seen string) {
	p.t.Helper()
	var words []string
	for _, q := range quote.FindAllStringSubmatch(step, -1) {
		words = append(words, q[1])
	}
	switch pattern := quote.ReplaceAllString(step, "_"); pattern {
	case "Search for _ and press Enter.":
		p.searchFor(words[0])
		p.press(kb.Enter)
		p.until("the search has led somewhere", `document.readyState === "complete" && !location.href.endsWith("index.html") && document.activeElement.id !== "page:search"`)
	case "Search for nothing and tick _.":
		p.press("/")
		p.until("the search is open", `document.querySelector(".results").getClientRects().length > 0`)
		p.tick(words[0])
		p.until("there are results", `document.querySelector("[role=option]") !== null`)
		return strings.Join(p.results(), "\n") + "\n"
	case "Follow _.":
		p.click(words[0])
		p.until("the page is complete", `document.readyState === "complete"`)
	default:
		p.t.Fatalf("nobody knows how to take the step %q", step)
	}
	return eval[string](p, `document.querySelector("main").innerText`) + "\n"
}
