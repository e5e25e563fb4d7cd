package site

import (
	"html/template"
	"path"
	"strconv"
	"strings"

	"github.com/qapi-go/qapi-gen/model"
)

// addresses say where definitions and modules have their pages: paths from the
// site's root, with slashes.
type addresses struct {
	single  bool // all are on one page
	pages   map[model.Definition]string
	modules map[*model.Module]string
}

// The folders of pages, by what is on them.
const (
	commandFolder = "command"
	eventFolder   = "event"
	typeFolder    = "type"
	moduleFolder  = "module"
)

func newAddresses(s *model.Schema, single bool) *addresses {
	a := &addresses{
		single:  single,
		pages:   make(map[model.Definition]string, len(s.Definitions)),
		modules: make(map[*model.Module]string, len(s.Modules)),
	}
	taken := map[string]bool{}
	for _, d := range s.Definitions {
		a.pages[d] = claim(taken, folderOf(d)+"/"+fileName(d.Common().Name))
	}
	for _, m := range s.Modules {
		a.modules[m] = claim(taken, moduleFolder+"/"+fileName(moduleTitle(m)))
	}
	return a
}

// folderOf is the folder of the page of def.
func folderOf(def model.Definition) string {
	switch def.(type) {
	case *model.Command:
		return commandFolder
	case *model.Event:
		return eventFolder
	default:
		return typeFolder
	}
}

// moduleTitle is the name of a module without its ending.
func moduleTitle(m *model.Module) string { return strings.TrimSuffix(m.Name, ".json") }

// fileName makes the name of a file that any system takes from that of a
// definition or module. Slashes become tildes, which no name of the schema has,
// and so does what else some system or URL gives a meaning.
func fileName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.' {
			return r
		}
		return '~'
	}, path.Clean(name))
	if name = strings.TrimLeft(name, ".~"); name == "" {
		return "~"
	}
	if stem, _, _ := strings.Cut(name, "."); reserved[strings.ToLower(stem)] {
		return "~" + name
	}
	return name
}

// reserved are names of devices on Windows, with any ending.
var reserved = func() map[string]bool {
	names := map[string]bool{"con": true, "prn": true, "aux": true, "nul": true}
	for i := range 10 {
		names["com"+strconv.Itoa(i)] = true
		names["lpt"+strconv.Itoa(i)] = true
	}
	return names
}()

// claim makes the path of a page. Names that differ in case alone are one on
// some systems, so the second gets "~2" after it, a third "~3".
func claim(taken map[string]bool, stem string) string {
	name := stem
	for n := 2; taken[strings.ToLower(name)]; n++ {
		name = stem + "~" + strconv.Itoa(n)
	}
	taken[strings.ToLower(name)] = true
	return name + ".html"
}

// definition is the URL of the page of def, from a page that reaches the
// site's root by root. It is empty if def has no page: built-in types and those
// that the schema does not name have none.
func (a *addresses) definition(root string, def model.Definition) template.URL {
	page, ok := a.pages[def]
	switch {
	case !ok:
		return ""
	case a.single:
		return here(def.Common().Name)
	default:
		return pageURL(root, page, "")
	}
}

// part is the URL of a part of def, whose id is that below def.
func (a *addresses) part(root string, def model.Definition, id string) template.URL {
	page, ok := a.pages[def]
	switch {
	case !ok:
		return ""
	case a.single:
		return here(def.Common().Name + "/" + id)
	default:
		return pageURL(root, page, id)
	}
}

// module is the URL of the page of a module.
func (a *addresses) module(root string, m *model.Module) template.URL {
	if a.single {
		return here(moduleID(m))
	}
	return pageURL(root, a.modules[m], "")
}

// moduleID is the id of a module on a page that has all of them.
func moduleID(m *model.Module) string { return pageID("module:" + moduleTitle(m)) }

// pageID makes an id that no part of a definition has: names have no colons.
func pageID(name string) string { return "page:" + strings.ReplaceAll(name, " ", "-") }

// here is the URL of an id on the page itself.
func here(id string) template.URL { return pageURL("", "", id) }

// pageURL is the URL of an id on a page, or of the page if the id is empty. Names
// of pages need no escapes.
func pageURL(root, page, id string) template.URL {
	if id == "" {
		return template.URL(root + page) //nolint:gosec // made of fileName's characters
	}
	return template.URL(root + page + "#" + fragment(id)) //nolint:gosec // as above, and escaped
}

// fragment writes an id as the fragment of a URL (RFC 3986, section 3.5).
func fragment(id string) string {
	const plain = "-._~!$&'()*+,;=:@/?"
	var b strings.Builder
	for i := range len(id) {
		switch c := id[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte(plain, c) >= 0:
			b.WriteByte(c)
		default:
			const hex = "0123456789ABCDEF"
			b.WriteString("%" + string(hex[c>>4]) + string(hex[c&15]))
		}
	}
	return b.String()
}
