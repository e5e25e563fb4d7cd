package language

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/qapi-go/qapi-gen/qapi"
)

var cases = []struct {
	line  int // in the page
	value any // a pointer to the type
	text  string
}{
	//docs:cases
}

func TestJSON(t *testing.T) {
	for _, tt := range cases {
		if err := qapi.UnmarshalStrict([]byte(tt.text), tt.value); err != nil {
			t.Errorf("line %d: %v", tt.line, err)
			continue
		}
		encoded, err := json.Marshal(tt.value)
		var before, after any
		if err != nil || json.Unmarshal([]byte(tt.text), &before) != nil || json.Unmarshal(encoded, &after) != nil ||
			!reflect.DeepEqual(before, after) {
			t.Errorf("line %d: %s becomes %s, %v", tt.line, tt.text, encoded, err)
		}
	}
}
