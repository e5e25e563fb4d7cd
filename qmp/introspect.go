package qmp

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"
)

// A servedIntrospection is the answer to query-qmp-schema, without what is
// disabled or hidden.
type servedIntrospection struct {
	mu       sync.Mutex
	filtered wireJSON // nil: to be made
}

// forget has the document be made anew, because a command was disabled or
// enabled.
func (i *servedIntrospection) forget() {
	i.mu.Lock()
	i.filtered = nil
	i.mu.Unlock()
}

func (i *servedIntrospection) document(srv *Server) (wireJSON, error) {
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

// An introspectionEntry is an element of the document as far as the filter
// needs it ("SchemaInfo").
type introspectionEntry struct {
	Name     string            `json:"name"`
	MetaType string            `json:"meta-type"`
	Features []string          `json:"features"`
	Members  []json.RawMessage `json:"members"`
}

func (s *Server) filterIntrospection() (wireJSON, error) {
	var entries []json.RawMessage
	if err := json.Unmarshal([]byte(s.introspectionText), &entries); err != nil {
		return nil, fmt.Errorf("the dispatch table's introspection is no JSON array: %w", err)
	}
	kept := entries[:0]
	for _, raw := range entries {
		var entry introspectionEntry
		if err := json.Unmarshal(raw, &entry); err != nil {
			return nil, fmt.Errorf("the dispatch table's introspection has an unusual entry: %w", err)
		}
		if s.hidesEntry(&entry) {
			continue
		}
		raw, err := s.filterMembers(raw, &entry)
		if err != nil {
			return nil, err
		}
		kept = append(kept, raw)
	}
	doc, err := json.Marshal(kept)
	if err != nil {
		return nil, err
	}
	return appendWireValue(nil, doc), nil
}

func (s *Server) hidesEntry(entry *introspectionEntry) bool {
	if s.config.output.hidesFeatures(entry.Features) {
		return true
	}
	c := s.commands.byName[entry.Name]
	return entry.MetaType == "command" && c != nil && c.disabled.Load() != nil
}

func (p OutputPolicy) hidesFeatures(features []string) bool {
	return p.hides(slices.Contains(features, "deprecated"), slices.Contains(features, "unstable"))
}

// filterMembers leaves the hidden members out of an object type. Enum values
// stay, as with QEMU.
func (s *Server) filterMembers(raw json.RawMessage, entry *introspectionEntry) (json.RawMessage, error) {
	if entry.MetaType != "object" || s.config.output == (OutputPolicy{}) {
		return raw, nil
	}
	kept := []json.RawMessage{}
	for _, m := range entry.Members {
		var member introspectionEntry
		if err := json.Unmarshal(m, &member); err != nil {
			return nil, fmt.Errorf("the dispatch table's introspection has an unusual member: %w", err)
		}
		if !s.config.output.hidesFeatures(member.Features) {
			kept = append(kept, m)
		}
	}
	if len(kept) == len(entry.Members) {
		return raw, nil
	}
	var whole map[string]json.RawMessage
	if err := json.Unmarshal(raw, &whole); err != nil {
		return nil, err
	}
	members, err := json.Marshal(kept)
	if err != nil {
		return nil, err
	}
	whole["members"] = members
	return json.Marshal(whole)
}
