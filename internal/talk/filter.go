package talk

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/request"
)

// A Filter selects events by name, and by members of their data. Its text is
// NAME[KEY=VALUE][KEY=VALUE]... with any number of conditions.
type Filter struct {
	Name       string
	Conditions []Condition
}

// A Condition demands that a member of an event's data has a value.
type Condition struct {
	Key   string // a path, as the keys of package request
	Value string // a string as it is, anything else in JSON
}

var filterForm = regexp.MustCompile(`^([^\[\]=]+)((?:\[[^=\]]+=[^\]]*\])*)$`)

// ParseFilter reads a filter.
func ParseFilter(text string) (Filter, error) {
	parts := filterForm.FindStringSubmatch(text)
	if parts == nil {
		return Filter{}, fmt.Errorf("%q does not have the form NAME[KEY=VALUE], such as DEVICE_DELETED[device=disk0]", text)
	}
	f := Filter{Name: parts[1]}
	if inner := strings.Trim(parts[2], "[]"); inner != "" {
		for condition := range strings.SplitSeq(inner, "][") {
			key, value, _ := strings.Cut(condition, "=")
			f.Conditions = append(f.Conditions, Condition{key, value})
		}
	}
	return f, nil
}

// String returns the text of the filter.
func (f Filter) String() string {
	var b strings.Builder
	b.WriteString(f.Name)
	for _, c := range f.Conditions {
		b.WriteString("[" + c.Key + "=" + c.Value + "]")
	}
	return b.String()
}

// Match reports whether f selects the event.
func (f Filter) Match(ev qmp.Event) bool {
	if ev.Name != f.Name {
		return false
	}
	for _, c := range f.Conditions {
		if got, ok := member(ev.Data, c.Key); !ok || got != c.Value {
			return false
		}
	}
	return true
}

// Check returns an error if the server has no such event or member.
func (f Filter) Check(c *request.Commands) error {
	keys := make([]string, len(f.Conditions))
	for i, condition := range f.Conditions {
		keys[i] = condition.Key
	}
	return c.CheckEvent(f.Name, keys...)
}

// member returns the value of a member of data: a string as it is, anything else
// in JSON.
func member(data json.RawMessage, key string) (string, bool) {
	for _, step := range request.SplitKey(key) {
		var object map[string]json.RawMessage
		var array []json.RawMessage
		switch {
		case json.Unmarshal(data, &object) == nil:
			data = object[step]
		case json.Unmarshal(data, &array) == nil:
			data = element(array, step)
		default:
			return "", false
		}
		if data == nil {
			return "", false
		}
	}
	var text string
	if string(data) != "null" && json.Unmarshal(data, &text) == nil {
		return text, true
	}
	return string(data), true
}

func element(array []json.RawMessage, step string) json.RawMessage {
	for i, value := range array {
		if fmt.Sprint(i) == step {
			return value
		}
	}
	return nil
}

// matching returns whether any of the filters selects the event.
func matching(filters []Filter, ev qmp.Event) bool {
	return slices.ContainsFunc(filters, func(f Filter) bool { return f.Match(ev) })
}
