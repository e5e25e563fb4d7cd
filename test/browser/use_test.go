package browser

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// from opens a tab for the example's site from a web server, and one from files.
func from(t *testing.T, test func(p *tab)) {
	t.Helper()
	site := example(t)
	for _, way := range []struct {
		name    string
		address func(*testing.T) string
	}{{"http", site.overHTTP}, {"file", site.asFiles}} {
		t.Run(way.name, func(t *testing.T) { test(open(t, way.address(t))) })
	}
}

// results are the titles of what a search has found.
func (p *tab) results() []string {
	p.t.Helper()
	return eval[[]string](p, `[...document.querySelectorAll("[role=listbox] [role=option] code")].map(e => e.textContent)`)
}

// searchFor types words into the search, and waits until it has results for them.
func (p *tab) searchFor(words string) {
	p.t.Helper()
	p.press("/")
	p.until("the search has the focus", `document.activeElement.id === "page:search"`)
	p.press(words)
	p.until("there are results of "+words, `document.activeElement.value === `+quoted(words)+
		` && document.querySelector("[role=listbox] [role=option]") !== null`)
}

func quoted(text string) string {
	out, err := json.Marshal(text)
	if err != nil {
		panic(err) // it is a string
	}
	return string(out)
}

// at waits until the page is at a place and shows that.
func (p *tab) at(path, id string) {
	p.t.Helper()
	p.until("the page is "+path, fmt.Sprintf("document.readyState === 'complete' && location.href.split('#')[0].endsWith(%s)", quoted("/"+path)))
	if id == "" {
		return
	}
	p.until("the page is at "+id, fmt.Sprintf("decodeURIComponent(location.hash) === %s", quoted("#"+id)))
	p.until(id+" is in sight", fmt.Sprintf(`(() => {
		const e = document.getElementById(%s);
		if (!e) return false;
		const r = e.getBoundingClientRect();
		return r.height > 0 && r.top >= -1 && r.top < innerHeight;
	})()`, quoted(id)))
}

func TestAMemberIsReachedByKeyboardAlone(t *testing.T) {
	from(t, func(p *tab) {
		p.visit("index.html")
		p.searchFor("blockdev-add nbd")
		if got := p.results(); len(got) == 0 || got[0] != "blockdev-add/arg-type/+nbd" {
			p.t.Fatalf("the results are %q, want blockdev-add/arg-type/+nbd first", got)
		}
		p.press(kb.Enter)
		p.at("command/blockdev-add.html", "arg-type/+nbd")
	})
}

func TestResultsAreChosenByArrows(t *testing.T) {
	from(t, func(p *tab) {
		p.visit("command/stop.html")
		p.searchFor("migrate")
		found := p.results()
		if len(found) < 3 || found[0] != "migrate" {
			p.t.Fatalf("the results are %q, want migrate first and others behind", found)
		}
		p.press(kb.ArrowDown, kb.ArrowDown, kb.ArrowUp)
		chosen := eval[string](p, `document.getElementById(document.activeElement.getAttribute("aria-activedescendant")).querySelector("code").textContent`)
		if chosen != found[1] {
			p.t.Errorf("%q is chosen, want %q", chosen, found[1])
		}
		p.press(kb.Escape)
		p.until("the results are gone", `document.querySelector("[role=listbox]").getClientRects().length === 0`)
		if got := p.where(); !strings.HasSuffix(got, "command/stop.html") {
			p.t.Errorf("Escape leads to %s", got)
		}
	})
}

func TestTheBestResultIsFirst(t *testing.T) {
	p := open(t, example(t).overHTTP(t))
	for words, want := range map[string]string{
		"stop":                          "stop",            // the exact name before longer ones
		"query-st":                      "query-status",    // a prefix
		"fast":                          "query-cpus-fast", // a word in a name
		"detach":                        "migrate/arg-type/detach",
		"SHUTDOWN":                      "SHUTDOWN",
		"query-status/ret-type/running": "query-status/ret-type/running", // a capability path
	} {
		p.visit("index.html")
		p.searchFor(words)
		if got := p.results(); len(got) == 0 || got[0] != want {
			t.Errorf("%q finds %.5q, want %q first", words, got, want)
		}
	}
}

func TestACapabilityPathLeadsToItsPlace(t *testing.T) {
	from(t, func(p *tab) {
		p.visit("index.html")
		p.searchFor("blockdev-add/arg-type/+qcow2/backing")
		p.press(kb.Enter)
		p.at("command/blockdev-add.html", "arg-type/+qcow2/backing")
	})
}

func TestAPermalinkOpensAtItsPlace(t *testing.T) {
	from(t, func(p *tab) {
		p.visit("command/blockdev-add.html#arg-type/+qcow2/backing")
		p.at("command/blockdev-add.html", "arg-type/+qcow2/backing")
	})
}

func TestFiltersLeaveOut(t *testing.T) {
	from(t, func(p *tab) {
		p.visit("index.html")
		p.searchFor("migra")
		all := p.results()
		p.tick("out-of-band")
		p.until("there are fewer results", fmt.Sprintf(`document.querySelectorAll("[role=option]").length < %d`, len(all)))
		for _, name := range p.results() {
			if !strings.HasPrefix(name, "migrate-") {
				p.t.Errorf("%s is found out of band, want migrate-pause and migrate-recover alone", name)
			}
		}
		if len(p.results()) == 0 {
			p.t.Error("nothing is found out of band")
		}
		p.tick("out-of-band")
		p.until("there are all results again", fmt.Sprintf(`document.querySelectorAll("[role=option]").length === %d`, len(all)))
		p.pick("Kind", "event")
		p.until("there are events alone", `[...document.querySelectorAll("[role=option] .kind")].every(e => e.textContent === "event")`)
		if got := p.results(); len(got) == 0 {
			p.t.Error("no event is found")
		}
	})
}

// tick presses the check box of a filter.
func (p *tab) tick(label string) {
	p.t.Helper()
	if !eval[bool](p, fmt.Sprintf(`(() => {
		for (const l of document.querySelectorAll("label")) {
			const box = l.querySelector("input[type=checkbox]");
			if (box && l.textContent.trim() === %s) { box.focus(); return document.activeElement === box; }
		}
		return false;
	})()`, quoted(label))) {
		p.t.Fatalf("there is no filter %q that can have the focus", label)
	}
	p.press(" ")
}

// pick chooses an option of a filter.
func (p *tab) pick(label, option string) {
	p.t.Helper()
	if !eval[bool](p, fmt.Sprintf(`(() => {
		const s = document.querySelector("select[aria-label=" + JSON.stringify(%s) + "]");
		const o = s && [...s.options].find(o => o.textContent === %s);
		if (!o) return false;
		s.value = o.value;
		for (const type of ["input", "change"]) s.dispatchEvent(new Event(type, {bubbles: true}));
		return true;
	})()`, quoted(label), quoted(option))) {
		p.t.Fatalf("the filter %q has no option %q", label, option)
	}
}

func TestTheSwitchOfTheThemeIsKept(t *testing.T) {
	from(t, func(p *tab) {
		const background = `getComputedStyle(document.body).backgroundColor`
		p.visit("index.html")
		p.prefers("light")
		light := eval[string](p, background)
		p.prefers("dark")
		dark := eval[string](p, background)
		if light == dark {
			p.t.Fatalf("the page is %s in the light and in the dark", light)
		}
		// The system is dark; the switch goes from system to light to dark.
		for _, want := range []string{light, dark, dark} {
			p.do("pressing the switch", chromedp.Click(chromedp.CSS("button.theme")))
			if got := eval[string](p, background); got != want {
				p.t.Errorf("the page is %s after the switch, want %s", got, want)
			}
		}
		p.do("pressing the switch", chromedp.Click(chromedp.CSS("button.theme")))
		p.visit("event/SHUTDOWN.html")
		if got := eval[string](p, background); got != light {
			p.t.Errorf("the next page is %s, want %s as chosen", got, light)
		}
	})
}

func TestPagesAreReadWithoutScripts(t *testing.T) {
	from(t, func(p *tab) {
		p.withoutScripts()
		p.visit("index.html")
		// The browser itself still evaluates what a test asks for.
		p.click("vmm/block")
		p.at("module/vmm~block.html", "")
		p.click("blockdev-add")
		p.at("command/blockdev-add.html", "")
		if !eval[bool](p, `document.querySelector("main").innerText.includes("node-name")`) {
			p.t.Error("the arguments of blockdev-add are not to be seen")
		}
		p.visit("command/blockdev-add.html#arg-type/+nbd")
		p.at("command/blockdev-add.html", "arg-type/+nbd")
		if eval[bool](p, `[...document.querySelectorAll("button")].some(b => b.checkVisibility({visibilityProperty: true}))`) {
			p.t.Error("there is a button that does nothing without scripts")
		}
	})
}

// click follows the first link in the content with a text.
func (p *tab) click(text string) {
	p.t.Helper()
	href := eval[string](p, fmt.Sprintf(`(() => {
		const a = [...document.querySelectorAll("main a[href]")].find(a => a.textContent.trim() === %s);
		return a ? a.href : "";
	})()`, quoted(text)))
	if href == "" {
		p.t.Fatalf("%s has no link %q", p.where(), text)
	}
	if u, err := url.Parse(href); err != nil || u.Scheme == "" {
		p.t.Fatalf("the link %q leads to %q", text, href)
	}
	p.do("following "+text, chromedp.Navigate(href))
}
