package cmdline_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/generated/vmm"
	"github.com/qapi-go/qapi-gen/qapi"
	"github.com/qapi-go/qapi-gen/qmp/cmdline"
)

// The types below have the form of generated ones.

type netdev struct{ ID string }

func (*netdev) QAPIType() *qapi.Type { return &typeNetdev }

var typeNetdev = qapi.Type{Name: "Netdev", Kind: qapi.KindStruct, Members: []qapi.Member{{Name: "id"}}}

type card struct{ Driver, Netdev string }

func (*card) QAPIType() *qapi.Type { return &typeCard }

var typeCard = qapi.Type{
	Name: "card", Kind: qapi.KindStruct, Members: []qapi.Member{{Name: "driver"}, {Name: "netdev", Flags: qapi.Optional}},
	Driver: &qapi.Driver{Names: []string{"card"}},
}

func TestValuesBecomeOptions(t *testing.T) {
	got, err := cmdline.Argv(netdev{"n0"}, &card{Netdev: "n0"}, card{})
	want := []string{"-netdev", `{"id":"n0"}`, "-device", `{"driver":"card","netdev":"n0"}`, "-device", `{"driver":"card"}`}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v", got, err)
	}
}

func TestValuesThatAreNoOptions(t *testing.T) {
	for _, test := range []struct {
		value any
		want  string
	}{
		{nil, "cmdline: <nil> is not a generated type"},
		{"-device", "cmdline: string is not a generated type"},
		{vmm.StatusInfo{}, "cmdline: QEMU has no option that takes StatusInfo as JSON"},
		{card{Driver: "disk"}, `-device: qapi: cannot encode member "driver": it is "disk", which is none of the drivers of card`},
		{(*card)(nil), "-device: qapi: can't encode nil"},
	} {
		args, err := cmdline.Argv(netdev{"n0"}, test.value)
		if err == nil || err.Error() != test.want || args != nil {
			t.Errorf("%T: %q, %v, want %s", test.value, args, err, test.want)
		}
	}
}

func TestDriverOfADevice(t *testing.T) {
	for text, want := range map[string]string{
		`{"id": "a", "driver": "card"}`: "card",
		`{"id": "a"}`:                   `qapi: member "driver" is missing`,
		`{"driver": true}`:              `qapi: member "driver" is a boolean, but must be of type string`,
		`[]`:                            "qapi: the value is an array, but must be of type object",
	} {
		got, err := cmdline.Driver([]byte(text))
		if err != nil {
			got += err.Error()
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
	if err := cmdline.UnknownDriver("disk"); !strings.Contains(err.Error(), `"disk"`) {
		t.Error(err)
	}
}
