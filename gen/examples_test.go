package gen_test

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/doc"
	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/model"
)

// A document is JSON. Its key in gen.RegistryFile gives its type.
type document struct {
	Type string
	JSON json.RawMessage
}

// roundTrip decodes documents strictly into the types of a schema, encodes them
// again, and returns the errors by document.
func roundTrip(t *testing.T, s *model.Schema, documents []document) []string {
	t.Helper()
	m := newModule(t)
	opts := gen.Options{Package: "subject", Only: gen.PartTypes}
	files, diags := gen.Package(s, opts)
	if diags.HasErrors() {
		t.Fatal(renderDiags(t, diags))
	}
	for _, f := range append(files, gen.RegistryFile(s, opts)) {
		m.write(t, "subject/"+f.Name, f.Content)
	}
	program, err := os.ReadFile("testdata/roundtrip/main.go")
	if err != nil {
		t.Fatal(err)
	}
	m.write(t, "main.go", program)
	input, err := json.Marshal(documents)
	if err != nil {
		t.Fatal(err)
	}
	var results []string
	if err := json.Unmarshal([]byte(m.runWith(t, string(input), "run", ".")), &results); err != nil {
		t.Fatal(err)
	}
	return results
}

// Every example in the documentation of QEMU's schemas is valid, except those
// in testdata/examples-invalid.txt, which gives the reasons.
func TestExamplesInDocumentationAreValid(t *testing.T) {
	for _, version := range testqemu.Versions(t) {
		for _, name := range []string{"qapi", "qga"} {
			t.Run(version+"/"+name, func(t *testing.T) {
				schema := buildSchema(t, testqemu.Corpus(t, testqemu.Schemas(t, version)[name]))
				examples := documentedExamples(schema)
				invalid := invalidExamples(t, schema, examples)
				t.Logf("%d messages in examples, %d of them invalid", len(examples), len(invalid))
				known := knownInvalid(t, version, name)
				for where, reason := range invalid {
					if !known[where] {
						t.Errorf("%s: %s", where, reason)
					}
				}
				for where := range known {
					if invalid[where] == "" {
						t.Errorf("%s is valid, but listed as invalid", where)
					}
				}
			})
		}
	}
}

// invalidExamples returns the errors of examples by their places.
func invalidExamples(t *testing.T, s *model.Schema, examples []example) map[string]string {
	t.Helper()
	invalid := map[string]string{}
	var runnable []example
	var documents []document
	for _, e := range examples {
		doc, err := e.document()
		if err != nil {
			invalid[e.where] = err.Error()
			continue
		}
		runnable = append(runnable, e)
		documents = append(documents, doc)
	}
	if len(documents) == 0 {
		return invalid
	}
	for i, result := range roundTrip(t, s, documents) {
		if result != "" {
			invalid[runnable[i].where] = result
		}
	}
	return invalid
}

// An example is one message of a QMP example.
type example struct {
	where   string // the definition, and which message in its comment
	text    string
	command string // of the request that a reply answers
}

// documentedExamples returns the messages in all QMP examples.
func documentedExamples(s *model.Schema) []example {
	var examples []example
	for _, comment := range s.Tree.Docs {
		n, command := 0, ""
		for _, section := range comment.Sections {
			for _, message := range doc.Messages(doc.Scope{}.Section(section)) {
				n++
				if message.Kind == doc.Request {
					command = requested(message.Message(), comment.Symbol)
				}
				where := fmt.Sprintf("%s %d", cmp.Or(comment.Symbol, "introduction"), n)
				examples = append(examples, example{where, message.Message(), command})
			}
		}
	}
	return examples
}

// requested returns the command that a request executes, or otherwise if the
// request is malformed.
func requested(request, otherwise string) string {
	var message struct {
		Execute string `json:"execute"`
		ExecOOB string `json:"exec-oob"`
	}
	if json.Unmarshal([]byte(request), &message) != nil {
		return otherwise
	}
	return message.Execute + message.ExecOOB
}

// document returns the part of a message that has a type in the schema.
func (e example) document() (document, error) {
	var message struct {
		Execute   string          `json:"execute"`
		ExecOOB   string          `json:"exec-oob"`
		Arguments json.RawMessage `json:"arguments"`
		Return    json.RawMessage `json:"return"`
		Event     string          `json:"event"`
		Data      json.RawMessage `json:"data"`
		Error     struct {
			Class json.RawMessage `json:"class"`
		} `json:"error"`
	}
	if err := json.Unmarshal([]byte(e.text), &message); err != nil {
		return document{}, fmt.Errorf("not JSON: %w", err)
	}
	none := json.RawMessage("{}")
	switch {
	case message.Error.Class != nil:
		return document{"QapiErrorClass", message.Error.Class}, nil
	case message.Execute+message.ExecOOB != "":
		return document{"args " + message.Execute + message.ExecOOB, orElse(message.Arguments, none)}, nil
	case message.Event != "":
		return document{"event " + message.Event, orElse(message.Data, none)}, nil
	case message.Return != nil:
		return document{"return " + e.command, message.Return}, nil
	default:
		return document{}, fmt.Errorf("neither request, reply nor event")
	}
}

func orElse(a, b json.RawMessage) json.RawMessage {
	if a == nil {
		return b
	}
	return a
}

// knownInvalid reads the entries of testdata/examples-invalid.txt for a
// release's schema.
func knownInvalid(t *testing.T, version, schema string) map[string]bool {
	t.Helper()
	f, err := os.Open("testdata/examples-invalid.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	release := parseRelease(t, version)
	known := map[string]bool{}
	for s := bufio.NewScanner(f); s.Scan(); {
		fields := strings.SplitN(s.Text(), " ", 4)
		if len(fields) < 4 || fields[0] == "#" || fields[2] != schema ||
			parseRelease(t, fields[0]) > release || release > parseRelease(t, fields[1]) {
			continue
		}
		where, _, _ := strings.Cut(fields[3], ": ")
		known[where] = true
	}
	return known
}

func parseRelease(t *testing.T, version string) edition.Edition {
	t.Helper()
	e, err := edition.Parse(version)
	if err != nil {
		t.Fatal(err)
	}
	return e
}
