// Roundtrip decodes JSON strictly into the types of a generated package and
// encodes it again. It reads a list of documents from standard input and
// writes what is wrong with each, or "", to standard output.
//
// It is compiled in a temporary module beside the package.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"reflect"
	"strconv"

	"example.com/generated/subject"
	"github.com/qapi-go/qapi-gen/qapi"
)

type document struct {
	Type string // a key of subject.Registry
	JSON json.RawMessage
}

func main() {
	var documents []document
	if err := json.NewDecoder(os.Stdin).Decode(&documents); err != nil {
		log.Fatal(err)
	}
	results := make([]string, len(documents))
	for i, doc := range documents {
		if err := roundTrip(doc); err != nil {
			results[i] = err.Error()
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(results); err != nil {
		log.Fatal(err)
	}
}

func roundTrip(doc document) error {
	sample, ok := subject.Registry[doc.Type]
	if !ok {
		return fmt.Errorf("the schema does not have it")
	}
	typ := reflect.TypeOf(sample).Elem()
	text := []byte(doc.JSON)
	// A server decodes strictly, a client tolerantly.
	for _, decode := range []func([]byte, any) error{qapi.UnmarshalStrict, qapi.Unmarshal} {
		v := reflect.New(typ).Interface()
		if err := decode(text, v); err != nil {
			return err
		}
		out, err := qapi.Marshal(v)
		if err != nil {
			return err
		}
		if !reflect.DeepEqual(normal(doc.JSON), normal(out)) {
			return fmt.Errorf("it comes back as %s", out)
		}
		text = out
	}
	return nil
}

// normal is the value of a JSON text. Numbers that are equal have one form.
func normal(text []byte) any {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		log.Fatal(err)
	}
	return normalValue(v)
}

func normalValue(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key := range v {
			v[key] = normalValue(v[key])
		}
	case []any:
		for i := range v {
			v[i] = normalValue(v[i])
		}
	case json.Number:
		if _, err := strconv.ParseUint(string(v), 10, 64); err == nil {
			return v
		}
		f, err := v.Float64()
		if err != nil {
			log.Fatal(err)
		}
		return f
	}
	return v
}
