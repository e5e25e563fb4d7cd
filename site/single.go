package site

import (
	"html/template"

	"github.com/qapi-go/qapi-gen/model"
)

// singleAssets are in the page of a site that is one file.
type singleAssets struct {
	Style  template.CSS
	Script template.JS
	Index  template.JS
}

// A singlePage is a site in one file.
type singlePage struct {
	*overview
	Books []*modulePage
	Steps []*changesPage
}

// single makes a site of one file: the overview, and after it the modules.
func (b *builder) single(pages map[model.Definition]*definitionPage) (File, error) {
	return execute(job{"index.html", "single", func() any {
		s := &singlePage{overview: b.overview()}
		s.Single = &singleAssets{
			//nolint:gosec // our own files, and JSON that has no markup in it
			template.CSS(asset(styleFile)), template.JS(asset(scriptFile)), template.JS(b.searchIndex()),
		}
		for _, m := range b.schema.Modules {
			s.Books = append(s.Books, b.modulePage(m, pages))
		}
		for _, step := range b.steps() {
			s.Steps = append(s.Steps, b.changesPage(step))
		}
		return s
	}})
}
