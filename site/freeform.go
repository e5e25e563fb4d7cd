package site

import (
	"github.com/qapi-go/qapi-gen/doc"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// A comment is free-form documentation, which belongs to no definition.
type comment struct {
	doc    *parser.Doc
	blocks []doc.Block
}

// findFreeForm finds the free-form documentation of each module.
func (b *builder) findFreeForm() map[*model.Module][]comment {
	modules := make(map[*parser.File]*model.Module, len(b.schema.Modules))
	files := make(map[string]*parser.File, len(b.schema.Modules))
	for _, m := range b.schema.Modules {
		modules[m.File] = m
		files[m.File.Source.Path] = m.File
	}
	found := map[*model.Module][]comment{}
	for _, d := range b.schema.Tree.Docs {
		if d.Symbol != "" {
			continue
		}
		if m := modules[files[d.Pos.File()]]; m != nil {
			found[m] = append(found[m], comment{d, b.scope(nil).Body(d)})
		}
	}
	return found
}

// findLabels finds the titles and targets of free-form documentation. Of several
// with one name, references lead to the first.
func (b *builder) findLabels() map[string]label {
	labels := map[string]label{}
	for _, m := range b.schema.Modules {
		for _, c := range b.freeForm[m] {
			for block := range doc.All(c.blocks) {
				name := ""
				switch block := block.(type) {
				case *doc.Heading:
					if block.Level > 0 {
						name = plain(block.Title)
					}
				case *doc.Target:
					if block.URL == "" {
						name = block.Name
					}
				}
				key := labelKey(name)
				if _, known := labels[key]; key != "" && !known {
					labels[key] = label{b.addresses.modules[m], pageID("label:" + key)}
				}
			}
		}
	}
	return labels
}
