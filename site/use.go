package site

import (
	"html/template"
	"strings"

	"github.com/qapi-go/qapi-gen/model"
)

// usesData say what uses a type.
type usesData struct {
	// Direct are the places that name the type.
	Direct []useLink
	// Reached are the commands and events that lead to it, each with a
	// capability path.
	Reached []useLink
}

// A useLink leads to a use.
type useLink struct {
	Text string
	URL  template.URL
}

// Many reports whether there are more than a reader wants to see at once.
func (u *usesData) Many() bool { return len(u.Reached) > 12 }

// Reaches counts the commands and events.
func (u *usesData) Reaches() string {
	return plural(len(u.Reached), "way from a command or event", "ways from commands and events")
}

// resolveUses adds to the pages of types what uses them. Every page has its ids
// by now, so that a path leads to a row that shows its last steps, or as many of
// them as the page shows.
func (b *builder) resolveUses(pages map[model.Definition]*definitionPage) {
	inParallel(len(b.schema.Definitions), func(i int) {
		def := b.schema.Definitions[i]
		t, isType := def.(model.Type)
		if !isType {
			return
		}
		d := pages[def]
		d.Uses = &usesData{}
		for _, m := range b.uses.mentioned[t] {
			link := useLink{Text: m.by.Common().Name + " " + m.what}
			if m.id == "" {
				link.URL = b.addresses.definition(b.definitionRoot(), m.by)
			} else {
				link.URL = b.addresses.part(b.definitionRoot(), m.by, m.id)
				link.Text = m.by.Common().Name + "/" + m.what
			}
			d.Uses.Direct = append(d.Uses.Direct, link)
		}
		for n, r := range b.uses.reached[t] {
			if n == 0 || len(r.path()) < len(d.Base) {
				d.Base = r.path()
			}
			d.Uses.Reached = append(d.Uses.Reached, useLink{r.path(), b.stepsURL(pages[r.root], r)})
		}
	})
}

// stepsURL is the URL of the row that shows a type, or of the nearest one around it.
func (b *builder) stepsURL(page *definitionPage, r reach) template.URL {
	for steps := r.steps; ; {
		id := steps
		if b.opts.Single {
			id = r.root.Common().Name + "/" + steps
		}
		if steps == argStep || steps == retStep || page.ids[id] {
			return b.addresses.part(b.definitionRoot(), r.root, steps)
		}
		steps = steps[:strings.LastIndexByte(steps, '/')]
	}
}
