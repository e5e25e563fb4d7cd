package starter_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/qapi-go/qapi-gen/starter"
)

// Both schemas describe introspection in the same words.
func TestIntrospectionModuleIsThatOfTheExampleSchema(t *testing.T) {
	want, err := os.ReadFile("../testdata/qapi-schema/vmm/introspect.json")
	if err != nil {
		t.Fatal(err)
	}
	files, err := starter.Files(starter.Server, starter.Values{Module: "example.com/m", Name: "m"})
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if file.Path == "schema/introspect.json" {
			if !bytes.Equal(file.Text, want) {
				t.Error("schema/introspect.json differs")
			}
			return
		}
	}
	t.Error("there is no schema/introspect.json")
}
