package site

import (
	"cmp"
	"html/template"
	"slices"
	"strings"

	"github.com/qapi-go/qapi-gen/breaking"
	"github.com/qapi-go/qapi-gen/devices"
	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/model"
)

// This file makes the pages of QEMU's devices, for which the schema has device_add.

const (
	deviceFolder = "device"
	deviceKind   = "device"
	// deviceModule stands in the search for the module of a device.
	deviceModule = "devices"
	deviceAdd    = "device_add"
)

// devicesPage is the list of all devices.
const devicesPage = deviceFolder + "/index.html"

// A deviceEntry is a device that has a page.
type deviceEntry struct {
	*devices.SetDevice
	page string
}

// deviceEntries returns the devices that a user can create, with their pages.
func deviceEntries(set *devices.Set) (entries []deviceEntry) {
	if set == nil {
		return nil
	}
	taken := map[string]bool{strings.TrimSuffix(devicesPage, ".html"): true}
	for _, d := range set.Devices {
		if !d.Internal {
			entries = append(entries, deviceEntry{d, claim(taken, deviceFolder+"/"+fileName(d.Name))})
		}
	}
	return entries
}

// A deviceList is the page of all devices.
type deviceList struct {
	frame
	Intro  string
	Groups []deviceGroup
}

// A deviceGroup has the devices of a category.
type deviceGroup struct {
	ID, Title string
	Devices   []deviceLink
}

// A deviceLink is a line about a device.
type deviceLink struct {
	Name, Bus, Description string
	URL                    template.URL
}

// devicesURL is the URL of the list of devices, or empty if the site has none.
func (b *builder) devicesURL(root string) template.URL {
	if b.opts.Devices == nil {
		return ""
	}
	return pageURL(root, devicesPage, "")
}

// deviceJobs are the pages of devices.
func (b *builder) deviceJobs() []job {
	if b.opts.Devices == nil {
		return nil
	}
	jobs := []job{{devicesPage, "devices", func() any { return b.deviceList() }}}
	for _, e := range b.devices {
		jobs = append(jobs, job{e.page, "device", func() any { return b.devicePage(e) }})
	}
	return jobs
}

func (b *builder) deviceList() *deviceList {
	const root = "../"
	list := &deviceList{frame: b.frame(root, "Devices", nil)}
	list.Intro = "The arguments of device_add, and of the option -device, are the properties of a device. These are the devices of " +
		devices.Enumerate(b.opts.Devices.Labels()) + " that a user can create."
	byCategory := map[string]*deviceGroup{}
	for _, e := range b.devices {
		title := cmp.Or(e.Category, "Uncategorized")
		group := byCategory[title]
		if group == nil {
			group = &deviceGroup{ID: pageID("category:" + title), Title: title}
			byCategory[title] = group
		}
		group.Devices = append(group.Devices, deviceLink{e.Name, e.Bus, e.Description, pageURL(root, e.page, "")})
	}
	for _, group := range byCategory {
		list.Groups = append(list.Groups, *group)
	}
	slices.SortFunc(list.Groups, func(a, b deviceGroup) int { return cmp.Compare(a.Title, b.Title) })
	return list
}

// A devicePage is the page of a device.
type devicePage struct {
	frame
	Name, Description string
	Facts             []string
	Rows              []*row
	Requests          []sampleText
	DeviceAdd         template.URL // of the command; empty if the schema has none
}

func (b *builder) devicePage(e deviceEntry) *devicePage {
	const root = "../"
	p := &devicePage{frame: b.frame(root, e.Name, nil), Name: e.Name, Description: e.Description}
	if d, ok := b.schema.Lookup(deviceAdd).(*model.Command); ok {
		p.DeviceAdd = b.addresses.definition(root, d)
	}
	fact := func(label, text string) {
		if text != "" {
			p.Facts = append(p.Facts, label+text)
		}
	}
	fact("also called ", devices.Enumerate(e.Aliases))
	fact("bus: ", e.Bus)
	fact("models: ", strings.Join(e.Models, ", "))
	fact("", strings.TrimSuffix(b.opts.Devices.Presence(e.In, b.opts.Devices.Recordings), "."))
	for _, property := range e.Properties {
		p.Rows = append(p.Rows, &row{
			ID: strings.ReplaceAll(property.Name, " ", "-"), Kind: breaking.MemberPart, Name: property.Name, Type: b.propertyType(root, property.Type),
			Default: property.DefaultText(), Text: b.propertyText(e, property),
		})
	}
	p.Requests = deviceRequests(e.SetDevice)
	return p
}

// propertyType is the type of a property, with a link to that of the schema.
func (b *builder) propertyType(root string, t devices.Type) []typeText {
	def := b.schema.Lookup(t.Name)
	switch t.Kind {
	case devices.Enumeration, devices.Struct:
		if def != nil {
			return []typeText{{t.Name, b.addresses.definition(root, def)}}
		}
	case devices.StructList:
		if def != nil {
			return []typeText{{Text: "array of "}, {t.Name, b.addresses.definition(root, def)}}
		}
	case devices.Raw, devices.Bool, devices.Int, devices.Text, devices.Reference, devices.List, devices.Internal:
	}
	return []typeText{{Text: t.String()}}
}

func (b *builder) propertyText(e deviceEntry, p *devices.SetProperty) template.HTML {
	var text strings.Builder
	for _, sentence := range []string{p.Text(), b.opts.Devices.Presence(p.In, e.In)} {
		if sentence != "" {
			text.WriteString("<p>" + template.HTMLEscapeString(sentence) + "</p>")
		}
	}
	return template.HTML(text.String()) //nolint:gosec // escaped above
}

// deviceRequests are requests to add a device.
func deviceRequests(d *devices.SetDevice) []sampleText {
	arguments := `{"driver": "` + d.Names()[0] + `", "id": "dev0"}`
	fields := `ID: "dev0"`
	if len(d.Models) > 0 {
		fields = `Model: "` + d.Models[0] + `", ` + fields
	}
	return []sampleText{
		{"JSON", `{ "execute": "` + deviceAdd + `", "arguments": ` + arguments + ` }`},
		{"Go", "err := client.DeviceAdd(ctx, devices." + gen.GoName(d.Name) + "{" + fields + "})"},
		{"Command line", "-device '" + arguments + "'"},
	}
}

// deviceIndex are the entries of devices in the search index, and of their other names.
// module is the number of deviceModule.
func (b *builder) deviceIndex(module int) (entries []indexEntry) {
	for _, e := range b.devices {
		entry := indexEntry{Kind: deviceKind, Name: e.Name, Page: string(pageURL("", e.page, "")), Module: module, Summary: shortened(e.Description)}
		for _, name := range e.Names() {
			if name != e.Name {
				other := entry
				other.Name, other.Summary = name, "See "+e.Name+"."
				entries = append(entries, other)
			}
		}
		for _, p := range e.Properties {
			part := indexPart{p.Name}
			if text := p.Text(); text != "" {
				part = indexPart{p.Name, -1, shortened(text)}
			}
			entry.Parts = append(entry.Parts, part)
		}
		entries = append(entries, entry)
	}
	return entries
}
