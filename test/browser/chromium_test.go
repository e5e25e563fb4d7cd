package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// patience is how long a step of a test may take. It is long because a machine
// may be busy, and no test depends on it.
const patience = 60 * time.Second

// missing ends a test that lacks a program or a file.
func missing(tb testing.TB, what string) {
	tb.Helper()
	if os.Getenv("QAPI_REQUIRE_REAL") == "1" {
		tb.Fatalf("QAPI_REQUIRE_REAL is set, and %s", what)
	}
	tb.Skip(what)
}

// browser is the one that all tests share.
var browser struct {
	ctx  context.Context //nolint:containedctx // the context is the browser
	stop func()
}

// startBrowser starts the browser.
func startBrowser(t *testing.T) {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		missing(t, "there is no chromium in PATH (on Debian: apt-get install chromium)")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		// Pages from files may not load the files beside them otherwise
		// than by elements, as in a browser that nobody configured.
		chromedp.Flag("allow-file-access-from-files", false),
	)
	allocator, free := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stop := chromedp.NewContext(allocator)
	tooLate := time.AfterFunc(patience, free)
	defer tooLate.Stop()
	if err := chromedp.Do(ctx); err != nil {
		stop()
		free()
		t.Fatalf("chromium does not start: %v", err)
	}
	browser.ctx, browser.stop = ctx, func() { free(); stop() } //nolint:fatcontext // killed first, since it may hang
}

// A tab is a page in the browser. It fails its test for an error in a script, a
// file that is not there, and a request to anywhere but base.
type tab struct {
	t         *testing.T
	ctx       context.Context //nolint:containedctx // the context is the tab
	stop      func()
	base      string
	restarted bool

	mu     sync.Mutex
	faults []string
}

// open opens a tab for pages whose addresses begin with base.
func open(t *testing.T, base string) *tab {
	t.Helper()
	p := &tab{t: t, base: base}
	p.start()
	t.Cleanup(func() {
		p.stop()
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, fault := range p.faults {
			t.Error(fault)
		}
	})
	return p
}

// start opens a tab of the browser, which it starts if need be.
func (p *tab) start() {
	p.t.Helper()
	if browser.ctx == nil || browser.ctx.Err() != nil {
		startBrowser(p.t)
	}
	p.ctx, p.stop = chromedp.NewContext(browser.ctx)
	tooLate := time.AfterFunc(patience, browser.stop)
	err := chromedp.Listen(p.ctx, p.listen)
	tooLate.Stop()
	if err != nil && !p.restarted {
		p.restart(err)
	} else if err != nil {
		p.t.Fatal(err)
	}
}

// restart goes on in another browser. On a busy machine Chromium hangs now and then,
// while a page that makes it hang does so each time: a tab does it once.
func (p *tab) restart(err error) {
	p.t.Helper()
	p.t.Logf("the browser hangs: %v; starting another", err)
	p.restarted = true
	browser.stop()
	p.start()
}

func (p *tab) listen(event any) {
	fault := ""
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		url := e.Request.URL
		if !strings.HasPrefix(url, p.base) && !strings.HasPrefix(url, "data:") && url != "about:blank" {
			fault = "a request to elsewhere: " + url
		}
	case *network.EventLoadingFailed:
		if !e.Canceled {
			fault = "a file could not be loaded: " + e.ErrorText
		}
	case *runtime.EventExceptionThrown:
		fault = "an error in a script: " + e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			fault += " " + e.ExceptionDetails.Exception.Description
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			fault = fmt.Sprintf("the browser complains: %s %s", e.Entry.Text, e.Entry.URL)
		}
	}
	if fault != "" {
		p.mu.Lock()
		defer p.mu.Unlock()
		if !slices.Contains(p.faults, fault) {
			p.faults = append(p.faults, fault)
		}
	}
}

// do does one thing after the other.
func (p *tab) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, stop := context.WithTimeout(p.ctx, patience)
	defer stop()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.t.Fatalf("%s: %v; the page is %s", what, err, p.where())
	}
}

// where is the address of the page, for messages.
func (p *tab) where() string {
	ctx, stop := context.WithTimeout(p.ctx, patience)
	defer stop()
	url, err := chromedp.Run(ctx, chromedp.Location())
	if err != nil {
		return err.Error()
	}
	return url
}

// visit goes to a page of the site.
func (p *tab) visit(path string) {
	p.t.Helper()
	err := p.load(path)
	if errors.Is(err, context.DeadlineExceeded) && !p.restarted {
		p.restart(err)
		err = p.load(path)
	}
	if err != nil {
		p.t.Fatalf("going to %s: %v", path, err)
	}
}

// load has the browser load a page.
func (p *tab) load(path string) error {
	ctx, stop := context.WithTimeout(p.ctx, patience)
	defer stop()
	return chromedp.Do(ctx, chromedp.Navigate(p.base+path))
}

// press presses the keys that write texts, one after the other. As on a keyboard,
// a page that handles a key itself keeps it from being written; chromedp's
// KeyEvent writes it nevertheless.
func (p *tab) press(texts ...string) {
	p.t.Helper()
	for _, r := range strings.Join(texts, "") {
		events := kb.Encode(r)
		down, up := *events[0], *events[len(events)-1]
		if len(events) > 2 {
			down.Type, down.Text, down.UnmodifiedText = input.DispatchKeyEventTypeKeyDown, events[1].Text, events[1].UnmodifiedText
		}
		command(p, input.DispatchKeyEvent, down)
		command(p, input.DispatchKeyEvent, up)
	}
}

// eval evaluates an expression in the page.
func eval[T any](p *tab, expression string, options ...chromedp.EvaluateOption) T {
	p.t.Helper()
	ctx, stop := context.WithTimeout(p.ctx, patience)
	defer stop()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, options...))
	if err != nil {
		p.t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// anotherPage is what Chromium says if a page goes away while it is asked.
var anotherPage = regexp.MustCompile("Cannot find context|Inspected target navigated or closed|Execution context was destroyed")

// until waits for an expression to become true.
func (p *tab) until(what, expression string) {
	p.t.Helper()
	ctx, stop := context.WithTimeout(p.ctx, patience)
	defer stop()
	_, err := chromedp.Run(ctx, chromedp.Poll[bool](expression))
	for err != nil && ctx.Err() == nil && anotherPage.MatchString(err.Error()) {
		// What the test waits for may be on the page that has come.
		_, err = chromedp.Run(ctx, chromedp.Poll[bool](expression))
	}
	if err != nil {
		p.t.Fatalf("waiting until %s: %v; the page is %s", what, err, p.where())
	}
}

// command gives the tab a command of the browser's protocol.
func command[P, R any](p *tab, cmd cdp.Command[P, R], params P) {
	p.t.Helper()
	ctx, stop := context.WithTimeout(p.ctx, patience)
	defer stop()
	if _, err := chromedp.Call(ctx, cmd, params); err != nil {
		p.t.Fatalf("%s: %v", cmd.Method, err)
	}
}

// width gives the window a width.
func (p *tab) width(pixels int64) {
	p.t.Helper()
	p.do("changing the width", chromedp.EmulateViewport(pixels, 900))
}

// prefers sets whether the system is dark or light.
func (p *tab) prefers(scheme string) {
	p.t.Helper()
	command(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
}

// media makes the page as it would be on a medium, such as print.
func (p *tab) media(medium string) {
	p.t.Helper()
	command(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: medium})
}

// awaited lets eval wait for a promise.
var awaited = chromedp.EvalAwaitPromise

// withoutScripts turns scripts off.
func (p *tab) withoutScripts() {
	p.t.Helper()
	command(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
}
