package request_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/doc"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/request"
)

// The requests in the examples of schemas can be written as words. Those that are
// not have a mistake that the error names: authors shorten examples, and commands
// change.
func TestExamplesCanBeWrittenAsWords(t *testing.T) {
	paths := map[string]string{"vmm": filepath.Join("..", "testdata", "qapi-schema", "vmm.json")}
	tests := []struct {
		name, version string
		requests      int // at least
		mistakes      []string
	}{
		{"vmm", "", 10, nil},
		{"qapi", "10.2.2", 200, []string{`migrate: channels.0.addr.offset: an integer is expected, and not the string "0x1000"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := paths[tt.name]
			if path == "" {
				path = testqemu.Corpus(t, testqemu.Schemas(t, tt.version)[tt.name])
			}
			byServer, bySchema := load(t, path)
			tried, mistakes := 0, []string(nil)
			for _, text := range requests(bySchema.Schema()) {
				var r struct {
					Execute   string
					Arguments json.RawMessage
				}
				if json.Unmarshal([]byte(text), &r) != nil || byServer.Check(r.Execute) != nil {
					continue
				}
				tried++
				for _, c := range []*request.Commands{byServer, bySchema} {
					if err := roundTrip(c, r.Execute, r.Arguments); err != nil {
						mistakes = append(mistakes, err.Error())
						break
					}
				}
			}
			if tried < tt.requests {
				t.Errorf("only %d requests were found", tried)
			}
			if !reflect.DeepEqual(mistakes, tt.mistakes) {
				t.Errorf("of %d requests, not written:\n%s", tried, strings.Join(mistakes, "\n"))
			}
		})
	}
}

// requests are the requests in all examples of a schema.
func requests(schema *model.Schema) []string {
	var list []string
	for _, def := range schema.Definitions {
		if def.Common().Doc == nil {
			continue
		}
		for _, m := range doc.Messages(doc.Scope{Schema: schema, Def: def}.Body(def.Common().Doc)) {
			if m.Kind == doc.Request {
				list = append(list, m.Message())
			}
		}
	}
	return list
}

func roundTrip(c *request.Commands, command string, args json.RawMessage) error {
	words, err := c.Words(command, args)
	if err != nil {
		return err
	}
	again, err := c.Arguments(command, words, nil)
	if err != nil {
		return err
	}
	var got, want map[string]any
	if again != nil {
		err = json.Unmarshal(again, &got)
	}
	if err == nil && args != nil {
		err = json.Unmarshal(args, &want)
	}
	if len(got) != len(want) || len(got) > 0 && !reflect.DeepEqual(got, want) {
		return fmt.Errorf("%s: %s gives %s", args, words, again)
	}
	return err
}
