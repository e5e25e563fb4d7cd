package qapi_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/qapi"
)

// The types below have the form of generated devices.

type Card struct {
	Driver string
	ID     string
	MQ     *bool
}

func (*Card) QAPIType() *qapi.Type { return &typeCard }

var typeCard = qapi.Type{Name: "card-pci", Kind: qapi.KindStruct, Members: []qapi.Member{
	{Name: "driver"}, {Name: "id", Flags: qapi.Optional}, {Name: "mq", Flags: qapi.Optional},
}, Driver: &qapi.Driver{Names: []string{"card-pci", "card"}}}

type Processor struct {
	Model  string
	CoreID *int32
}

func (*Processor) QAPIType() *qapi.Type { return &typeProcessor }

var typeProcessor = qapi.Type{Name: "a-cpu", Kind: qapi.KindStruct, Members: []qapi.Member{
	{Name: "driver"}, {Name: "core-id", Flags: qapi.Optional},
}, Driver: &qapi.Driver{Names: []string{"base-a-cpu", "max-a-cpu"}, Suffix: "-a-cpu"}}

func TestDeviceIsEncodedWithItsDriver(t *testing.T) {
	yes, core := true, int32(2)
	backing := "x"
	tests := []struct {
		name  string
		value any
		want  string // an error, if it is not JSON
	}{
		{"own name", &Card{ID: "c0", MQ: &yes}, `{"driver":"card-pci","id":"c0","mq":true}`},
		{"alias", &Card{Driver: "card"}, `{"driver":"card"}`},
		{"empty string in memory", &Card{ID: backing[:0]}, `{"driver":"card-pci"}`},
		{"another device", &Card{Driver: "disk"}, `qapi: cannot encode member "driver": it is "disk", which is none of the drivers of card-pci`},
		{"model", &Processor{Model: "max", CoreID: &core}, `{"driver":"max-a-cpu","core-id":2}`},
		{"newer model", &Processor{Model: "max2"}, `{"driver":"max2-a-cpu"}`},
		{"no model", &Processor{}, `qapi: cannot encode member "driver": the model is missing`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := qapi.Marshal(test.value)
			text := string(got)
			if err != nil {
				text = err.Error()
			}
			if text != test.want && !strings.HasSuffix(text, test.want) {
				t.Errorf("got  %s\nwant %s", text, test.want)
			}
		})
	}
}

func TestDeviceIsDecodedByItsDriver(t *testing.T) {
	tests := []struct {
		name, text string
		into, want any
		err        string // of strict decoding
	}{
		{"own name", `{"mq":false,"driver":"card-pci"}`, new(Card), &Card{Driver: "card-pci", MQ: new(bool)}, ""},
		{"alias", `{"driver":"card","id":"a"}`, new(Card), &Card{Driver: "card", ID: "a"}, ""},
		{"escapes", `{"driver":"\u0063ard"}`, new(Card), &Card{Driver: "card"}, ""},
		{"another device", `{"driver":"disk"}`, new(Card), &Card{Driver: "disk"},
			`qapi: member "driver" is "disk", which is no value of the drivers of card-pci`},
		{"no driver", `{"id":"a"}`, new(Card), &Card{ID: "a"}, `qapi: member "driver" is missing`},
		{"number", `{"driver":1}`, new(Card), nil, `qapi: member "driver" is 1, but must be of type string`},
		{"null id", `{"driver":"card","id":null}`, new(Card), nil, `qapi: member "id" is null, but must be of type string`},
		{"text for a boolean", `{"driver":"card","mq":"on"}`, new(Card), nil, `qapi: member "mq" is a string, but must be of type boolean`},
		{"model", `{"driver":"max-a-cpu"}`, new(Processor), &Processor{Model: "max"}, ""},
		{"newer model", `{"driver":"max2-a-cpu"}`, new(Processor), &Processor{Model: "max2"},
			`qapi: member "driver" is "max2-a-cpu", which is no value of the drivers of a-cpu`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text := ""
			if err := qapi.UnmarshalStrict([]byte(test.text), test.into); err != nil {
				text = err.Error()
			}
			if text != test.err {
				t.Errorf("strict: got  %s\nwant %s", text, test.err)
			}
			err := qapi.Unmarshal([]byte(test.text), test.into)
			switch {
			case test.want == nil && err == nil:
				t.Error("tolerant: no error")
			case test.want != nil && err != nil:
				t.Error(err)
			case test.want != nil:
				if diff := cmp.Diff(test.want, test.into); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}

// A device whose table names no driver, or a model without the suffix, is a fault of
// the generated package.
func TestDeviceDoesNotMatchItsTable(t *testing.T) {
	for _, v := range []any{new(unnamed), new(withoutSuffix)} {
		if _, err := qapi.Marshal(v); err == nil || !strings.Contains(err.Error(), "generate the package anew") {
			t.Errorf("%T: %v", v, err)
		}
	}
}

type unnamed struct{ Driver string }

func (*unnamed) QAPIType() *qapi.Type { return &typeUnnamed }

var typeUnnamed = qapi.Type{
	Name: "unnamed", Kind: qapi.KindStruct, Members: []qapi.Member{{Name: "driver"}}, Driver: &qapi.Driver{},
}

type withoutSuffix struct{ Model string }

func (*withoutSuffix) QAPIType() *qapi.Type { return &typeWithoutSuffix }

var typeWithoutSuffix = qapi.Type{
	Name: "without", Kind: qapi.KindStruct, Members: []qapi.Member{{Name: "driver"}},
	Driver: &qapi.Driver{Names: []string{"max"}, Suffix: "-a-cpu"},
}
