package browser

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
)

func TestNothingScrollsSidewaysInANarrowWindow(t *testing.T) {
	p := open(t, example(t).overHTTP(t))
	for _, width := range []int64{320, 2560} {
		p.width(width)
		for _, kind := range kinds {
			p.visit(kind.path)
			// What is closed may be wide too.
			eval[bool](p, `document.querySelectorAll("details").forEach(d => d.open = true), true`)
			if wide := p.sideways(); wide != "" {
				t.Errorf("%s scrolls sideways at %d pixels: %s is too wide", kind.path, width, wide)
			}
		}
	}
}

func TestPagesAreAccessible(t *testing.T) {
	p := open(t, example(t).overHTTP(t))
	for _, look := range []struct {
		scheme string
		width  int64
	}{{"light", 1280}, {"dark", 320}} {
		scheme := look.scheme
		p.prefers(scheme)
		p.width(look.width)
		for _, kind := range kinds {
			p.visit(kind.path)
			eval[bool](p, `document.querySelectorAll("details").forEach(d => d.open = true), true`)
			p.accessible(kind.name + ", " + scheme)
		}
		p.visit("index.html")
		p.searchFor("migrate")
		p.accessible("results, " + scheme)
	}
}

// The first key of a reader who has no mouse skips what each page has on top.
func TestTheFirstLinkSkipsToTheContent(t *testing.T) {
	p := open(t, example(t).overHTTP(t))
	p.visit("type/BlockdevOptions.html")
	p.press(kb.Tab, kb.Enter)
	p.until("the content has the focus", `document.activeElement.localName === "main"`)
}

func TestPagesAreValidHTML(t *testing.T) {
	valid(t, example(t))
}

// A page that moves while it loads makes readers lose their place.
func TestPagesDoNotMoveWhileTheyLoad(t *testing.T) {
	p := open(t, example(t).overHTTP(t))
	for _, kind := range kinds {
		p.visit(kind.path)
		shift := eval[float64](p, `new Promise(done => {
			let sum = 0;
			new PerformanceObserver(list => {
				for (const e of list.getEntries()) sum += e.value;
			}).observe({type: "layout-shift", buffered: true});
			requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
		})`, awaited)
		if shift > 0 {
			t.Errorf("%s moves by %g", kind.path, shift)
		}
	}
}

func TestPagesPrintWithoutWhatIsForScreens(t *testing.T) {
	p := open(t, example(t).overHTTP(t))
	p.visit("command/blockdev-add.html")
	p.media("print")
	if shown := eval[string](p, `[...document.querySelectorAll("nav, form, button")].filter(e => e.getClientRects().length > 0).map(e => e.localName).join(" ")`); shown != "" {
		t.Errorf("the printed page has %s", shown)
	}
	if !eval[bool](p, `document.querySelector("main").innerText.includes("node-name")`) {
		t.Error("the printed page lacks its content")
	}
}
