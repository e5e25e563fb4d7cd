package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// tool is the path of what scripts/browser-tools.sh installs.
func tool(tb testing.TB, path string) string {
	tb.Helper()
	path, err := filepath.Abs(filepath.Join("..", "..", ".bin", "browser", "node_modules", path))
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		missing(tb, fmt.Sprintf("there is no %s: run scripts/browser-tools.sh", filepath.Base(path)))
	}
	return path
}

// A violation is a rule of axe-core that a page breaks.
type violation struct {
	ID, Help string
	Nodes    []struct {
		HTML           string
		FailureSummary string
	}
}

// axe says which rules of accessibility the page breaks, and how many it keeps.
func (p *tab) axe() (violations []violation, passes int) {
	p.t.Helper()
	source, err := os.ReadFile(tool(p.t, "axe-core/axe.min.js"))
	if err != nil {
		p.t.Fatal(err)
	}
	if !eval[bool](p, "typeof axe !== 'undefined'") {
		eval[bool](p, string(source)+"; true")
	}
	type result struct {
		Violations []violation
		Passes     int
	}
	r := eval[result](p, `axe.run({resultTypes: ["violations"]}).then(r => ({
		violations: r.violations.map(v => ({id: v.id, help: v.help,
			nodes: v.nodes.slice(0, 5).map(n => ({html: n.html.slice(0, 300), failureSummary: n.failureSummary}))})),
		passes: r.passes.length}))`, chromedp.EvalAwaitPromise)
	return r.Violations, r.Passes
}

// accessible fails the test for each rule that the page breaks.
func (p *tab) accessible(what string) {
	p.t.Helper()
	violations, passes := p.axe()
	if passes == 0 {
		p.t.Errorf("%s: axe-core has looked at nothing", what)
	}
	for _, v := range violations {
		var nodes strings.Builder
		for _, n := range v.Nodes {
			fmt.Fprintf(&nodes, "\n  %s\n    %s", n.HTML, strings.ReplaceAll(n.FailureSummary, "\n", "\n    "))
		}
		p.t.Errorf("%s: %s: %s%s", what, v.ID, v.Help, nodes.String())
	}
}
