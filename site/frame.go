package site

import (
	"html/template"
	"strings"

	"github.com/qapi-go/qapi-gen/model"
)

// A frame is what every page has around its content.
type frame struct {
	Site  string // its title
	Root  string // how the page reaches the site's root
	Title string // of the page
	// Base is the capability path that ids of the page are below, if the page
	// is that of one definition.
	Base   string
	Nav    template.HTML
	Single *singleAssets
	// HasDevices is true if the site has pages of devices.
	HasDevices bool
}

// A moduleLink is a link to the page of a module.
type moduleLink struct {
	Title   string
	URL     template.URL
	Current bool // the page is that of the module or of a definition in it
}

func (b *builder) frame(root, title string, current *model.Module) frame {
	return frame{
		Site: b.opts.Title, Root: root, Title: title, Nav: b.navs[nav{root, current}],
		HasDevices: b.opts.Devices != nil,
	}
}

// moduleLinks are links to all modules.
func (b *builder) moduleLinks(root string, current *model.Module) []moduleLink {
	var links []moduleLink
	for _, m := range b.schema.Modules {
		links = append(links, moduleLink{moduleTitle(m), b.addresses.module(root, m), m == current})
	}
	return links
}

// A nav is a list of links to all modules, as a page in a module has it. There are
// far fewer than pages.
type nav struct {
	root    string
	current *model.Module
}

// renderNavs makes the navs of all pages.
func (b *builder) renderNavs() error {
	b.navs = map[nav]template.HTML{}
	navs := []nav{{"", nil}, {b.definitionRoot(), nil}}
	for _, m := range b.schema.Modules {
		navs = append(navs, nav{b.definitionRoot(), m})
	}
	for _, n := range navs {
		var out strings.Builder
		if err := templates().ExecuteTemplate(&out, "nav", struct {
			Modules []moduleLink
			Changes template.URL
			Devices template.URL
		}{b.moduleLinks(n.root, n.current), b.releasesURL(n.root), b.devicesURL(n.root)}); err != nil {
			return err
		}
		b.navs[n] = template.HTML(out.String()) //nolint:gosec // a template made it
	}
	return nil
}
