package site

import (
	"html/template"
	"strings"

	"github.com/qapi-go/qapi-gen/breaking"
	"github.com/qapi-go/qapi-gen/history"
	"github.com/qapi-go/qapi-gen/model"
)

// A releaseMark says which of the releases have a definition or a part, and what
// changed at it.
type releaseMark struct {
	In      string // empty if all have it
	Former  []history.FormerName
	Changes []partChange
}

// A partChange is a change of a part between two releases.
type partChange struct {
	To      string       // the later release
	URL     template.URL // of the page of all changes to it
	Verdict string
	Text    string
}

// A releaseChanges is what changed in a definition from one release to another.
type releaseChanges struct {
	From, To string
	URL      template.URL
	Changes  []partChange
}

// addReleases marks the definitions and rows of pages with the releases that
// have them.
func (b *builder) addReleases(pages map[model.Definition]*definitionPage) {
	if b.opts.History == nil {
		return
	}
	inParallel(len(b.schema.Definitions), func(i int) {
		def := b.schema.Definitions[i]
		r := releaseMarker{b, pages[def], b.opts.History.Records(def.Common().Name)}
		r.definition()
	})
}

// A releaseMarker marks the page of a definition.
type releaseMarker struct {
	*builder
	page    *definitionPage
	records []history.Record
}

func (r *releaseMarker) definition() {
	d := r.page
	labels := r.opts.History.Labels()
	d.Releases = &releaseMark{
		In:     r.opts.History.Part(breaking.Part{Definition: d.Name}).Mark(),
		Former: r.opts.History.FormerNames(d.Name),
	}
	r.rows(d.Parts.Rows, d.Releases.In)
	if d.Returns != nil {
		r.rows(d.Returns.Rows, d.Releases.In)
	}
	if d.Releases.In == "" {
		d.Releases.In = "in all releases from " + labels[0] + " to " + labels[len(labels)-1]
	}
	for _, rec := range r.records {
		last := len(d.History) - 1
		if last < 0 || d.History[last].To != rec.To {
			d.History = append(d.History, releaseChanges{From: rec.From, To: rec.To, URL: r.changesURL(r.definitionRoot(), rec.From, rec.To)})
			last++
		}
		d.History[last].Changes = append(d.History[last].Changes, r.change(rec))
	}
}

// ChangedIn names the releases that changed the definition, the latest first.
func (d *definitionPage) ChangedIn() string {
	var labels []string
	for _, h := range d.History {
		labels = append(labels, h.To)
	}
	return strings.Join(labels, ", ")
}

// ChangesURL is the URL of the changes of the definition.
func (d *definitionPage) ChangesURL() template.URL { return here(d.Heading("Changes").ID) }

// rows marks rows, those of the page's own definition with their changes too.
// What has come together with what is around it, marked as above, needs no mark.
func (r *releaseMarker) rows(rows []*row, above string) {
	for _, row := range rows {
		in, changes := r.presence(row).Mark(), r.changesOf(row)
		m := &releaseMark{Changes: changes}
		if in != above {
			m.In = in
		}
		if m.In != "" || len(changes) > 0 {
			row.Releases = m
		}
		r.rows(row.Inner, in)
	}
}

// presence says which releases have the part of a row: at its capability path if
// it has one, and else at any of the places of its type.
func (r *releaseMarker) presence(row *row) history.Presence {
	if r.page.Base != "" {
		path := r.page.Base + "/" + capabilityPath(strings.TrimPrefix(row.ID, r.page.Name+"/"))
		if p, err := r.opts.History.Path(path); err == nil && p.In[len(p.In)-1] == breaking.Present {
			return p
		}
	}
	return r.opts.History.Part(breaking.Part{Definition: row.Owner, Kind: row.Kind, Name: row.Name})
}

// capabilityPath makes the path of an id, which has steps for alternatives, and
// marks where two parts have one path.
func capabilityPath(id string) string {
	var kept []string
	for step := range strings.SplitSeq(id, "/") {
		if !strings.HasPrefix(step, alternativeID("")) {
			kept = append(kept, strings.TrimRight(step, "~"))
		}
	}
	return strings.Join(kept, "/")
}

// changesOf are the changes of a row of the definition itself, apart from that
// it is new, which its releases say.
func (r *releaseMarker) changesOf(row *row) (list []partChange) {
	if row.over != nil {
		return nil
	}
	for _, rec := range r.records {
		if string(rec.Part.Kind) == string(row.Kind) && rec.Part.Name == row.Name && !rec.Change.Added {
			list = append(list, r.change(rec))
		}
	}
	return list
}

func (r *releaseMarker) change(rec history.Record) partChange {
	return partChange{
		To: rec.To, URL: r.changesURL(r.definitionRoot(), rec.From, rec.To),
		Verdict: rec.Change.Verdict.String(), Text: rec.Change.Message,
	}
}
