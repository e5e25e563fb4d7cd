package generated

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/qapi-go/qapi-gen/generated/vmm"
	"github.com/qapi-go/qapi-gen/parser"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/qmptest"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// The requests in the example schema's documentation are what readers copy:
// a server that implements nothing must have nothing against their arguments.
func TestDocumentedRequestsAreValid(t *testing.T) {
	t.Cleanup(func() { goleak.VerifyNone(t) })
	tree, diags := parser.Parse("../testdata/qapi-schema/vmm.json", parser.Options{})
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	conn := qmptest.Connect(t, server.New(vmm.DispatchTable(implementsNothing{vmm.UnimplementedCommands{}})))
	tried := 0
	for _, doc := range tree.Docs {
		for _, request := range requests(t, doc) {
			tried++
			if request.Execute == "qmp_capabilities" {
				continue // Connect has done that
			}
			err := conn.Execute(t.Context(), request.Execute, request.Arguments, nil)
			var e *qmp.Error
			if errors.As(err, &e) && strings.HasSuffix(e.Desc, "is not implemented") {
				continue
			}
			if err != nil {
				t.Errorf("%s:%d: the example's %s: %v", doc.Pos.File(), doc.Pos.Line(), request.Execute, err)
			}
		}
	}
	if tried == 0 {
		t.Error("the schema has no examples")
	}
}

// implementsNothing answers every command by an error. The embedded interface
// keeps DispatchTable from leaving the commands out.
type implementsNothing struct{ vmm.Commands }

// A request is what an example sends; out-of-band makes no difference here.
type request struct {
	Execute   string          `json:"execute"`
	ExecOOB   string          `json:"exec-oob"`
	Arguments json.RawMessage `json:"arguments"`
}

// requests are those behind the arrows "->" of a comment's examples. JSON
// itself says where one ends.
func requests(t *testing.T, doc *parser.Doc) (list []request) {
	t.Helper()
	for _, section := range doc.Sections {
		for _, text := range strings.Split(section.Text, "-> ")[1:] {
			r := request{Arguments: json.RawMessage("{}")}
			if err := json.NewDecoder(strings.NewReader(text)).Decode(&r); err != nil {
				t.Errorf("%s:%d: an example is no JSON: %v", doc.Pos.File(), doc.Pos.Line(), err)
				continue
			}
			r.Execute += r.ExecOOB
			list = append(list, r)
		}
	}
	return list
}
