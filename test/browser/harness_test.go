package browser

import (
	"strings"
	"testing"
	"time"
)

// testTime is when the files of a web server were written.
var testTime = time.Unix(1_700_000_000, 0)

// What the tests would find is found on a page that has it.
func TestFaultsOfAPageAreFound(t *testing.T) {
	site := pages{
		"good.html": []byte(`<!DOCTYPE html><html lang="en"><head><title>t</title><link rel="icon" href="data:,"></head><body><main><h1>h</h1></main></body></html>`),
		"bad.html": []byte(`<!DOCTYPE html><html><head><title>t</title><link rel="icon" href="data:,"></head><body><main><h1 style="color:#eee;background:#fff">pale</h1>
			<img src="missing.png"><script>noSuchFunction()</script><p style="width:600px">wide</p></main></body></html>`),
	}
	for _, base := range []string{site.overHTTP(t), site.asFiles(t)} {
		good := open(t, base)
		good.visit("good.html")
		good.accessible("good.html")

		var faults []string
		t.Run("bad", func(t *testing.T) {
			bad := open(t, base)
			bad.width(320)
			bad.visit("bad.html")
			if got := bad.sideways(); got != "p" {
				t.Errorf("the widest element is %q, want p", got)
			}
			violations, _ := bad.axe()
			found := ""
			for _, v := range violations {
				found += v.ID + " "
			}
			for _, want := range []string{"color-contrast", "html-has-lang", "image-alt"} {
				if !strings.Contains(found, want) {
					t.Errorf("axe-core finds %s, want %s too", found, want)
				}
			}
			bad.mu.Lock()
			faults, bad.faults = bad.faults, nil
			bad.mu.Unlock()
		})
		for _, want := range []string{"noSuchFunction", "could not be loaded|complains"} {
			found := false
			for option := range strings.SplitSeq(want, "|") {
				found = found || strings.Contains(strings.Join(faults, "\n"), option)
			}
			if !found {
				t.Errorf("the faults are %q, want one with %q", faults, want)
			}
		}
	}
}

// sideways is the element that makes the page wider than the window, empty if
// there is none.
func (p *tab) sideways() string {
	p.t.Helper()
	return eval[string](p, `(() => {
		const wide = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth <= wide) return "";
		let worst = null, right = wide;
		for (const e of document.body.querySelectorAll("*")) {
			const r = e.getBoundingClientRect().right;
			if (r > right) { worst = e; right = r; }
		}
		return worst ? worst.localName + (worst.className ? "." + worst.className : "") : "unknown";
	})()`)
}
