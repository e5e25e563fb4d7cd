package devices

import (
	"slices"
	"strings"
)

// This file has the words that the Go package and the HTML reference use of devices.

// Text returns the description of the property. It is empty if it only lists the values
// of the type, as "on/off/auto" does.
func (p *SetProperty) Text() string {
	listsValues := !strings.Contains(p.Description, " ") && strings.Contains(p.Description, "/")
	if listsValues && (p.Type.Kind == Bool || p.Type.Kind == Enumeration) {
		return ""
	}
	return p.Description
}

// DefaultText returns the default of the property as JSON. It is empty if it is not a
// value that a program could set: QEMU lists -1 for a PCI address, which means none.
func (p *SetProperty) DefaultText() string {
	isText := strings.HasPrefix(p.Default, `"`)
	switch p.Type.Kind {
	case Text, Reference, Enumeration:
		if !isText {
			return ""
		}
	case List, StructList:
		if p.Default == "[]" {
			return ""
		}
	case Raw, Bool, Int, Struct, Internal:
	}
	return p.Default
}

// Labels returns the labels of the recordings. Builds of one version and target differ
// by the distribution's package.
func (s *Set) Labels() []string {
	labels := mapped(s.Recordings, (*Recording).Label)
	if len(slices.Compact(slices.Clone(labels))) < len(labels) {
		return mapped(s.Recordings, (*Recording).fullLabel)
	}
	return labels
}

// Presence says which of all recordings have something, or lack it if these are fewer. It
// is empty if all have it. Both lists are in the order of the Set.
func (s *Set) Presence(have, all []*Recording) string {
	if len(have) == len(all) {
		return ""
	}
	var missing []*Recording
	for _, r := range all {
		if !slices.Contains(have, r) {
			missing = append(missing, r)
		}
	}
	if len(missing) < len(have) {
		return "Not in " + s.short(missing) + "."
	}
	return "Only in " + s.short(have) + "."
}

// short names recordings by what tells them from others of the Set: the version with its
// targets, or one of both if the other is the same everywhere.
func (s *Set) short(list []*Recording) string {
	version := func(r *Recording) string { return r.Version }
	target := func(r *Recording) string { return r.Target }
	differs := func(get func(*Recording) string) bool {
		return slices.ContainsFunc(s.Recordings, func(r *Recording) bool { return get(r) != get(s.Recordings[0]) })
	}
	switch otherVersions, otherTargets := differs(version), differs(target); {
	case !otherVersions && !otherTargets:
		return Enumerate(mapped(list, (*Recording).fullLabel))
	case !otherVersions:
		return Enumerate(mapped(list, target))
	case !otherTargets:
		return Enumerate(mapped(list, version))
	}
	var groups []string
	for len(list) > 0 {
		end := slices.IndexFunc(list, func(r *Recording) bool { return r.Version != list[0].Version })
		if end < 0 {
			end = len(list)
		}
		groups = append(groups, list[0].Version+" ("+strings.Join(mapped(list[:end], target), ", ")+")")
		list = list[end:]
	}
	return Enumerate(groups)
}

func mapped[T any](list []T, f func(T) string) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = f(v)
	}
	return out
}

// Enumerate formats a list in words: "a, b and c".
func Enumerate(words []string) string {
	last := len(words) - 1
	if last <= 0 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
