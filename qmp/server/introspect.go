package server

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"github.com/qapi-go/qapi-gen/internal/qjson"
	"github.com/qapi-go/qapi-gen/qapi"
)

// An introspectionCache holds the result of query-qmp-schema, without commands that are
// disabled and parts that are hidden.
type introspectionCache struct {
	mu       sync.Mutex
	filtered wireJSON // nil: to be made
}

// invalidate discards the document, because a command was disabled or enabled.
func (i *introspectionCache) invalidate() {
	i.mu.Lock()
	i.filtered = nil
	i.mu.Unlock()
}

func (i *introspectionCache) document(srv *Server) (wireJSON, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.filtered == nil {
		doc, err := srv.filterIntrospection()
		if err != nil {
			return nil, err
		}
		i.filtered = doc
	}
	return i.filtered, nil
}

// An introspectionEntry is an element of the document, or a member of one, as
// far as the filter needs it ("SchemaInfo").
type introspectionEntry struct {
	Name     string            `json:"name"`
	MetaType string            `json:"meta-type"`
	Features []string          `json:"features"`
	Members  []json.RawMessage `json:"members"`

	// What the entry refers to.
	ArgType     string               `json:"arg-type"`
	RetType     string               `json:"ret-type"`
	ElementType string               `json:"element-type"`
	Type        string               `json:"type"`
	Variants    []introspectionEntry `json:"variants"`

	raw json.RawMessage
}

func (s *Server) filterIntrospection() (wireJSON, error) {
	entries, err := readIntrospection([]byte(s.introspectionText))
	if err != nil {
		return nil, fmt.Errorf("the dispatch table's introspection is not what query-qmp-schema returns: %w", err)
	}
	all := len(entries)
	entries = slices.DeleteFunc(entries, s.isAbsent)
	if len(entries) < all {
		entries = onlyReferenced(entries)
	}
	kept := []json.RawMessage{}
	for _, entry := range entries {
		if hidesFeatures(s.config.output, entry.Features) {
			continue
		}
		raw, err := s.filterMembers(entry)
		if err != nil {
			return nil, err
		}
		kept = append(kept, raw)
	}
	doc, err := json.Marshal(kept)
	if err != nil {
		return nil, err
	}
	return qjson.AppendValue(nil, doc), nil
}

func readIntrospection(text []byte) ([]*introspectionEntry, error) {
	var raw []json.RawMessage
	if err := json.Unmarshal(text, &raw); err != nil {
		return nil, err
	}
	entries := make([]*introspectionEntry, len(raw))
	for i := range raw {
		entries[i] = &introspectionEntry{raw: raw[i]}
		if err := json.Unmarshal(raw[i], entries[i]); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

// isAbsent reports whether entry is a command or event that the server does
// not have.
func (s *Server) isAbsent(entry *introspectionEntry) bool {
	switch entry.MetaType {
	case "command":
		c := s.commands.byName[entry.Name]
		return c == nil || c.disabled.Load() != nil
	case "event":
		_, ok := s.events[entry.Name]
		return !ok
	}
	return false
}

// onlyReferenced removes the types that no command or event refers to, directly or
// through other types: they belong to commands and events that are absent.
func onlyReferenced(entries []*introspectionEntry) []*introspectionEntry {
	types := make(map[string]*introspectionEntry, len(entries))
	for _, entry := range entries {
		types[entry.Name] = entry
	}
	needed := make(map[*introspectionEntry]bool, len(entries))
	var need func(entry *introspectionEntry)
	need = func(entry *introspectionEntry) {
		if entry == nil || needed[entry] {
			return
		}
		needed[entry] = true
		for _, name := range entry.references() {
			need(types[name])
		}
	}
	for _, entry := range entries {
		if entry.MetaType == "command" || entry.MetaType == "event" {
			need(entry)
		}
	}
	return slices.DeleteFunc(entries, func(entry *introspectionEntry) bool { return !needed[entry] })
}

// references are the names of the types that an entry refers to; "" among
// them is no type.
func (e *introspectionEntry) references() []string {
	names := []string{e.ArgType, e.RetType, e.ElementType}
	for _, variant := range e.Variants {
		names = append(names, variant.Type)
	}
	for _, raw := range e.Members {
		var member introspectionEntry
		if json.Unmarshal(raw, &member) == nil { // a member of an enum has none
			names = append(names, member.Type)
		}
	}
	return names
}

func hidesFeatures(p qapi.OutputPolicy, features []string) bool {
	return p.Hides(slices.Contains(features, "deprecated"), slices.Contains(features, "unstable"))
}

// filterMembers leaves the hidden members out of an object type. Enum values
// stay, as with QEMU.
func (s *Server) filterMembers(entry *introspectionEntry) (json.RawMessage, error) {
	if entry.MetaType != "object" || s.config.output == (qapi.OutputPolicy{}) {
		return entry.raw, nil
	}
	kept := []json.RawMessage{}
	for _, m := range entry.Members {
		var member introspectionEntry
		if err := json.Unmarshal(m, &member); err != nil {
			return nil, fmt.Errorf("the dispatch table's introspection has an unusual member: %w", err)
		}
		if !hidesFeatures(s.config.output, member.Features) {
			kept = append(kept, m)
		}
	}
	if len(kept) == len(entry.Members) {
		return entry.raw, nil
	}
	var whole map[string]json.RawMessage
	if err := json.Unmarshal(entry.raw, &whole); err != nil {
		return nil, err
	}
	members, err := json.Marshal(kept)
	if err != nil {
		return nil, err
	}
	whole["members"] = members
	return json.Marshal(whole)
}
