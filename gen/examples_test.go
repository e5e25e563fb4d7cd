package gen_test

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// A document is JSON with the key in gen.RegistryFile of the type it is of.
type document struct {
	Type string
	JSON json.RawMessage
}

// roundTrip decodes documents strictly into the types of a schema, encodes
// them again, and tells what is wrong with each.
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

// Every example in the documentation of QEMU's schemas is valid, but for those
// in testdata/examples-invalid.txt, each with the reason.
func TestExamplesInDocumentationAreValid(t *testing.T) {
	for _, name := range []string{"qapi", "qga"} {
		t.Run(name, func(t *testing.T) {
			schema := buildSchema(t, testqemu.Corpus(t, "10.2.2", name, "qapi-schema.json"))
			examples := documentedExamples(schema)
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
			for i, result := range roundTrip(t, schema, documents) {
				if result != "" {
					invalid[runnable[i].where] = result
				}
			}
			t.Logf("%d messages in examples, %d of them invalid", len(examples), len(invalid))
			known := knownInvalid(t, name)
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

// An example is a message in an example.
type example struct {
	where   string // the definition, and which message in its comment
	text    string
	command string // of the request that a reply answers
}

// documentedExamples are the messages in all QMP examples.
func documentedExamples(s *model.Schema) []example {
	var examples []example
	for _, doc := range s.Tree.Docs {
		n, command := 0, ""
		for _, section := range doc.Sections {
			for _, message := range qmpMessages(section) {
				n++
				if strings.HasPrefix(message, "->") {
					command = requested(message[3:], doc.Symbol)
				}
				where := fmt.Sprintf("%s %d", cmp.Or(doc.Symbol, "introduction"), n)
				examples = append(examples, example{where, message[3:], command})
			}
		}
	}
	return examples
}

// requested is the command that a request asks for, or otherwise if it has
// mistakes.
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

// qmpMessages are the messages, each with its arrow, in the examples of a
// section. A message ends where a line is not indented further than its arrow,
// but for a bracket that closes.
func qmpMessages(section *parser.Section) []string {
	if !strings.Contains(section.Text, ".. qmp-example::") {
		return nil
	}
	var messages []string
	depth := -1
	for line := range strings.Lines(section.Text) {
		trimmed := strings.TrimSpace(line)
		indent := strings.Index(line, trimmed)
		switch {
		case strings.HasPrefix(trimmed, "-> "), strings.HasPrefix(trimmed, "<- "):
			depth = indent
			messages = append(messages, trimmed)
		case trimmed == "" || depth < 0:
		case indent < depth, indent == depth && !strings.ContainsAny(trimmed[:1], "}]"):
			depth = -1
		default:
			messages[len(messages)-1] += "\n" + trimmed
		}
	}
	return messages
}

// document is what of a message has a type in the schema.
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

// knownInvalid reads testdata/examples-invalid.txt.
func knownInvalid(t *testing.T, schema string) map[string]bool {
	t.Helper()
	f, err := os.Open("testdata/examples-invalid.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	known := map[string]bool{}
	for s := bufio.NewScanner(f); s.Scan(); {
		rest, ok := strings.CutPrefix(s.Text(), schema+" ")
		if where, _, found := strings.Cut(rest, ": "); ok && found {
			known[where] = true
		}
	}
	return known
}
