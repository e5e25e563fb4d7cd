package site

import (
	"html/template"
	"slices"
	"strings"

	"github.com/qapi-go/qapi-gen/breaking"
	"github.com/qapi-go/qapi-gen/history"
	"github.com/qapi-go/qapi-gen/model"
)

// changesFolder has the pages of what changed between two releases.
const changesFolder = "changes"

// A changesPage is all that changed from one release to another.
type changesPage struct {
	frame
	ID       string
	Within   bool // the page has the rest of the site too
	From, To string
	Total    string
	Groups   []changeGroup
	// Others are the pages of the other steps.
	Others []changesLink
}

// A changesLink leads to a page of changes, and says how many there are.
type changesLink struct {
	From, To                   string
	URL                        template.URL
	Break, Caution, Compatible int
}

// A changeGroup has the changes of one verdict.
type changeGroup struct {
	ID, Verdict, Title, Meaning string
	Changes                     []change
}

// A change is one that a page of changes lists.
type change struct {
	ID    string // for a command or an event that is gone, and has no page
	Text  string
	Notes []string
	Parts []typeText // the parts that the change is about
}

// steps are all steps that have a page: from each release to the next, and from
// each to the newest.
func (b *builder) steps() []history.Step {
	if b.opts.History == nil {
		return nil
	}
	return append(b.opts.History.Steps(), b.opts.History.StepsToNewest()...)
}

// changesPages gives the steps between releases their pages.
func changesPages(steps []history.Step) map[[2]string]string {
	taken, pages := map[string]bool{}, map[[2]string]string{}
	for _, s := range steps {
		pages[[2]string{s.From, s.To}] = claim(taken, changesFolder+"/"+fileName(s.From+"~"+s.To))
	}
	return pages
}

// changesURL is the URL of the changes from one release to another, from a page
// that reaches the site's root by root.
func (b *builder) changesURL(root, from, to string) template.URL {
	if b.opts.Single {
		return pageURL("", "", changesID(from, to))
	}
	return pageURL(root, b.changePages[[2]string{from, to}], "")
}

// releasesURL is the URL of the list of releases on the first page, empty if the
// site compares none.
func (b *builder) releasesURL(root string) template.URL {
	switch {
	case b.opts.History == nil:
		return ""
	case b.opts.Single:
		return pageURL("", "", pageID("releases"))
	default:
		return pageURL(root, "index.html", pageID("releases"))
	}
}

// changesID is the id of the changes on a page that has all of the site.
func changesID(from, to string) string { return pageID("changes:" + from + ":" + to) }

// changesLinks are links to all steps: to those between neighbours, and to those
// from older releases to the newest.
func (b *builder) changesLinks(root string) (neighbours, newest []changesLink) {
	if b.opts.History == nil {
		return nil, nil
	}
	for _, s := range b.opts.History.Steps() {
		neighbours = append(neighbours, b.changesLink(root, s))
	}
	for _, s := range b.opts.History.StepsToNewest() {
		newest = append(newest, b.changesLink(root, s))
	}
	return neighbours, newest
}

func (b *builder) changesLink(root string, s history.Step) changesLink {
	return changesLink{
		From: s.From, To: s.To, URL: b.changesURL(root, s.From, s.To),
		Break: s.Count(breaking.Break), Caution: s.Count(breaking.Caution), Compatible: s.Count(breaking.Compatible),
	}
}

// groups are the verdicts in the order of pages.
var groups = []struct {
	verdict        breaking.Verdict
	title, meaning string
}{
	{breaking.Break, "Changes that break clients", "Requests that were right fail, or something that a client may rely on is gone."},
	{breaking.Caution, "Changes that may surprise clients", "The protocol is as it was, and a client may still notice."},
	{breaking.Compatible, "Compatible changes", "They concern no client of the older release."},
}

func (b *builder) changesPage(s history.Step) *changesPage {
	root := b.definitionRoot()
	p := &changesPage{
		frame: b.frame(root, "Changes from "+s.From+" to "+s.To, nil), ID: changesID(s.From, s.To), Within: b.opts.Single,
		From: s.From, To: s.To, Total: plural(len(s.Changes), "change", "changes"),
	}
	for _, g := range groups {
		out := changeGroup{ID: g.verdict.String(), Verdict: g.verdict.String(), Title: g.title, Meaning: g.meaning}
		if b.opts.Single {
			out.ID = p.ID + ":" + out.ID
		} else {
			out.ID = pageID(out.ID)
		}
		for i := range s.Changes {
			if ch := &s.Changes[i]; ch.Verdict == g.verdict {
				out.Changes = append(out.Changes, b.change(p, ch))
			}
		}
		if len(out.Changes) > 0 {
			p.Groups = append(p.Groups, out)
		}
	}
	if !b.opts.Single {
		neighbours, newest := b.changesLinks(root)
		p.Others = append(neighbours, newest...)
	}
	return p
}

// change describes a change, with what package breaking notes about it.
func (b *builder) change(p *changesPage, ch *breaking.Traced) change {
	out := change{Text: ch.Message}
	if name := ch.Gone; name != "" {
		out.ID = goneID(p.From, p.To, name)
	}
	diagnostic := ch.Diagnostic()
	for _, note := range diagnostic.Notes {
		if note.Pos.IsValid() {
			continue // it was here: the file of an older release
		}
		if ch.Verdict == breaking.Compatible && strings.Contains(note.Message, " command '") {
			continue // nobody has to look at what sends or receives it
		}
		text, _, _ := strings.Cut(note.Message, "; --") // an option of the command
		out.Notes = append(out.Notes, text)
	}
	for _, part := range ch.Parts {
		if link := b.partLink(part); link.URL != "" && !slices.Contains(out.Parts, link) {
			out.Parts = append(out.Parts, link)
		}
	}
	return out
}

// goneKind is the kind of commands and events in the search index that only older
// releases have. A reader who gets CommandNotFound for one finds the change that
// removed it.
const goneKind = "gone"

// goneEntries lead to the changes by which commands and events went.
func (b *builder) goneEntries() (entries []indexEntry) {
	if b.opts.History == nil {
		return nil
	}
	seen := map[string]bool{}
	for _, step := range b.opts.History.Steps() {
		for i := range step.Changes {
			name := step.Changes[i].Gone
			if name == "" || seen[name] || b.schema.Lookup(name) != nil {
				continue
			}
			seen[name] = true
			page := b.changePages[[2]string{step.From, step.To}]
			if b.opts.Single {
				page = ""
			}
			entries = append(entries, indexEntry{
				Kind: goneKind, Name: name, Page: string(pageURL("", page, goneID(step.From, step.To, name))), Module: -1,
				Summary: step.From + " has it, " + step.To + " does not.",
			})
		}
	}
	return entries
}

// goneID is the id of the change that a command or an event is gone.
func goneID(from, to, name string) string { return pageID("gone:" + from + ":" + to + ":" + name) }

// partLink is a link to a part of the schema, or to its definition if that has
// the part no more.
func (b *builder) partLink(p breaking.Part) typeText {
	def := b.schema.Lookup(p.Definition)
	if def == nil {
		return typeText{}
	}
	root := b.definitionRoot()
	prefix, t := "", model.Type(nil)
	switch d := def.(type) {
	case *model.Command:
		prefix = argStep
		if d.Arg != nil {
			t = d.Arg
		}
	case *model.Event:
		prefix = argStep
		if d.Arg != nil {
			t = d.Arg
		}
	case model.Type:
		t = d
	}
	for _, part := range partsOf(t) {
		if string(part.kind) != string(p.Kind) || part.name != p.Name {
			continue
		}
		step := part.step
		if part.kind == breaking.AlternativePart {
			step = alternativeID(part.name)
		}
		id := joinSteps(prefix, step)
		return typeText{Text: p.Definition + "/" + id, URL: b.addresses.part(root, def, id)}
	}
	return typeText{Text: p.Definition, URL: b.addresses.definition(root, def)}
}
