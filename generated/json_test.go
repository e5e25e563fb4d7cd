package generated

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/generated/vmm"
	"github.com/qapi-go/qapi-gen/qapi"
)

// A report is a type of a user's own, with generated types wherever
// encoding/json may meet them.
type report struct {
	Node    vmm.BlockNode                 `json:"node"`
	Status  *vmm.StatusInfo               `json:"status,omitempty"`
	Missing *vmm.StatusInfo               `json:"missing"`
	Ref     vmm.BlockdevRefOrNull         `json:"ref"`
	Refs    map[string]vmm.BlockdevRef    `json:"refs"`
	Jobs    []*vmm.JobConcludedEvent      `json:"jobs"`
	Counts  map[vmm.JobStatus]int         `json:"counts"`
	Any     any                           `json:"any"`
	Nested  []map[string][]vmm.StatusInfo `json:"nested"`
}

func TestGeneratedTypesWorkInsideOthers(t *testing.T) {
	const node = `{"node-name":"disk","driver":"raw","read-only":false,"size":18446744073709551615,"children":[]}`
	value := report{
		Node:   vmm.BlockNode{NodeName: "disk", Driver: "raw", Size: 1<<64 - 1, Children: []string{}},
		Ref:    vmm.BlockdevRefOrNull{Null: &qapi.Null{}},
		Refs:   map[string]vmm.BlockdevRef{"a": {Reference: ptr("disk")}},
		Jobs:   []*vmm.JobConcludedEvent{{ID: "j", Type: "mirror", Status: "concluded", Mirror: &vmm.JobInfoMirror{}}, nil},
		Counts: map[vmm.JobStatus]int{"concluded": 1},
		Any:    vmm.BlockdevRef{Reference: ptr("<disk>")},
		Nested: []map[string][]vmm.StatusInfo{{"x": {}}},
	}
	mirror, err := json.Marshal(value.Jobs[0])
	if err != nil {
		t.Fatal(err)
	}
	want := `{"node":` + node + `,"missing":null,"ref":null,"refs":{"a":"disk"},"jobs":[` + string(mirror) + `,null],` +
		`"counts":{"concluded":1},"any":"\u003cdisk\u003e","nested":[{"x":[]}]}`
	got, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("encoded (-want +got):\n%s", diff)
	}
	var back report
	if err := json.Unmarshal(got, &back); err != nil {
		t.Fatal(err)
	}
	value.Any = "<disk>" // an any knows no types
	if diff := cmp.Diff(value, back); diff != "" {
		t.Errorf("decoded (-want +got):\n%s", diff)
	}
}

// An event whose data is a type of the schema is of another Go type, with the
// same fields and the same form in JSON.
func TestEventIsEncodedAsItsData(t *testing.T) {
	info := vmm.JobInfo{ID: "j", Type: "mirror", Status: "concluded", Mirror: &vmm.JobInfoMirror{}}
	data, err := json.Marshal(info)
	if err != nil {
		t.Fatal(err)
	}
	event, err := json.Marshal(vmm.JobConcludedEvent(info))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(data), string(event)); diff != "" {
		t.Errorf("(-data +event):\n%s", diff)
	}
}

func TestAlternateOfNothingIsNotEncoded(t *testing.T) {
	for _, v := range []any{vmm.BlockdevRef{}, &vmm.BlockdevRef{}, []vmm.BlockdevRef{{}}} {
		if got, err := json.Marshal(v); err == nil {
			t.Errorf("%T without an alternative is encoded as %s", v, got)
		}
	}
}

// ptr returns a pointer to v.
func ptr[T any](v T) *T { return &v }
