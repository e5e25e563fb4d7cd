package qapi_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/qapi"
)

// TestTolerant decodes what a newer or older peer may send, and encodes it
// again: what was not understood is dropped or kept as it says.
func TestTolerant(t *testing.T) {
	tests := []struct {
		name, document string
		v              any
		want           string // encoded again; empty for the document
	}{
		{"unknown members are dropped", `{"a":[{"b":1}],"key":"k","value":1,"c":null}`, new(Pair), `{"key":"k","value":1}`},
		{"missing members are zero", `{}`, new(Pair), `{"key":"","value":0}`},
		{"missing arrays are empty", `{}`, new(Lists), `{"strs":[],"ints":[],"u8s":[],"levels":[],"pairs":[],"anys":[]}`},
		{"unknown enum value is kept", `["low","mid","m\u0069d"]`, new([]Level), `["low","mid","mid"]`},
		{"unknown discriminator", `{"node-name":"n","driver":"tape","read-only":true,"a":{"b":[1,"\u00e9"]},"c":null}`, new(Block), ""},
		{"unknown discriminator that comes late", `{"a":1,"read-only":true,"b":2,"driver":"tape"}`, new(Block), `{"driver":"tape","read-only":true,"a":1,"b":2}`},
		{"unknown discriminator alone", `{"driver":"tape"}`, new(Block), ""},
		{"unknown members' names keep their spelling", `{"driver":"tape","\u0061":1}`, new(Block), ""},
		{"white space in unknown members", `{ "driver" : "tape" , "a" : [ 1 , 2 ] }`, new(Block), `{"driver":"tape","a":[1,2]}`},
		{"unknown discriminator of a union in a union", `{"driver":"net","export":"e","type":"rdma","a":1}`, new(Block), ""},
		{"members beside an inner unknown discriminator", `{"a":1,"type":"rdma","driver":"net","export":"e"}`, new(Block), `{"driver":"net","export":"e","type":"rdma","a":1}`},
		{"unknown members of a known branch are dropped", `{"a":1,"driver":"file","filename":"f","b":2}`, new(Block), `{"driver":"file","filename":"f"}`},
		{"unknown members of an empty branch are dropped", `{"driver":"zero","a":1}`, new(Block), `{"driver":"zero"}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			v := fresh(test.v)
			if err := qapi.Unmarshal([]byte(test.document), v); err != nil {
				t.Fatal(err)
			}
			got, err := qapi.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			want := test.want
			if want == "" {
				want = test.document
			}
			if string(got) != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// TestMissingDiscriminator keeps the members of the base and those that some
// branch may have had, so that the union can be encoded as it came.
func TestMissingDiscriminator(t *testing.T) {
	var block Block
	if err := qapi.Unmarshal([]byte(`{"filename":"f","read-only":true}`), &block); err != nil {
		t.Fatal(err)
	}
	yes := true
	want := Block{ReadOnly: &yes, UnknownBranch: json.RawMessage(`{"filename":"f"}`)}
	if diff := cmp.Diff(want, block); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	encoded, err := qapi.Marshal(block)
	if got := string(encoded); got != `{"read-only":true,"filename":"f"}` || err != nil {
		t.Errorf("encoded again: %s, %v", got, err)
	}
}

// TestDiscriminatorAnywhere decodes a union's members in every order.
func TestDiscriminatorAnywhere(t *testing.T) {
	members := []string{`"driver":"net"`, `"export":"e"`, `"type":"tcp"`, `"host":"h\n"`, `"port":7`, `"\u006eode-name":"n"`}
	name := "n"
	want := Block{NodeName: &name, Driver: "net", Net: &BlockNet{Export: "e", Type: "tcp", TCP: &NetTCP{Host: "h\n", Port: 7}}}
	permute(members, func(order []string) {
		document := "{"
		for i, member := range order {
			if i > 0 {
				document += ","
			}
			document += member
		}
		document += "}"
		var got Block
		if err := qapi.UnmarshalStrict([]byte(document), &got); err != nil {
			t.Fatalf("%s: %v", document, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s (-want +got):\n%s", document, diff)
		}
	})
}

// permute calls visit with every order of items.
func permute(items []string, visit func([]string)) {
	var rec func(int)
	rec = func(n int) {
		if n == len(items) {
			visit(items)
			return
		}
		for i := n; i < len(items); i++ {
			items[n], items[i] = items[i], items[n]
			rec(n + 1)
			items[n], items[i] = items[i], items[n]
		}
	}
	rec(0)
}

// TestLateDiscriminatorsInDepth decodes unions in unions, so many that looking
// ahead anew in each would take time in the square of the document's length.
func TestLateDiscriminatorsInDepth(t *testing.T) {
	const depth = 500
	document := strings.Repeat(`{"node-name":"[\"{","file":`, depth) + `"leaf"` + strings.Repeat(`,"driver":"overlay"}`, depth)
	var block Block
	if err := qapi.UnmarshalStrict([]byte(document), &block); err != nil {
		t.Fatal(err)
	}
	levels := 1
	for b := &block; b.Overlay.File.Definition != nil; b = b.Overlay.File.Definition {
		levels++
	}
	if levels != depth {
		t.Errorf("got %d levels, want %d", levels, depth)
	}
	for _, damaged := range []string{document[:len(document)-1], strings.Replace(document, `"leaf"`, `"leaf`, 1), document + "]"} {
		if err := decodeError(t, qapi.UnmarshalStrict([]byte(damaged), &block)); err == nil || err.Kind != qapi.MalformedJSON {
			t.Errorf("damaged: got %v", err)
		}
	}
}

// TestDiscriminatorSpelt decodes a late discriminator whose name and value
// have escapes.
func TestDiscriminatorSpelt(t *testing.T) {
	var got Block
	document := `{"\u0066ilename":"f\u00e9","dri\u0076er":"f\u0069le"}`
	if err := qapi.UnmarshalStrict([]byte(document), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Block{Driver: "file", File: &BlockFile{Filename: "fé"}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestNothingStale decodes into values that are full already, and into such
// after a failure: the result is as if they had been zero.
func TestNothingStale(t *testing.T) {
	full := func() *Block {
		name, yes := "n", true
		return &Block{NodeName: &name, ReadOnly: &yes, Driver: "overlay",
			Overlay: &BlockOverlay{File: BlockRef{Reference: &name}}, UnknownBranch: json.RawMessage(`{"a":1}`)}
	}
	got := full()
	if err := qapi.Unmarshal([]byte(`{"driver":"file","filename":"f"}`), got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&Block{Driver: "file", File: &BlockFile{Filename: "f"}}, got); diff != "" {
		t.Errorf("after success (-want +got):\n%s", diff)
	}
	got = full()
	if err := qapi.Unmarshal([]byte(`{"driver":"file","filename":"f","read-only":1}`), got); err == nil {
		t.Fatal("no error")
	}
	if diff := cmp.Diff(&Block{}, got); diff != "" {
		t.Errorf("after failure (-want +got):\n%s", diff)
	}

	pairs := []Pair{{Key: "a", Old: new(int64)}, {Key: "b"}}
	before := pairs
	if err := qapi.Unmarshal([]byte(`[{"key":"c","value":1}]`), &pairs); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Pair{{Key: "c", Value: 1}}, pairs); diff != "" {
		t.Errorf("slice (-want +got):\n%s", diff)
	}
	if before[0].Key != "a" {
		t.Error("the array of the slice that was there before was written to")
	}
}

// TestNothingShared changes the document after decoding.
func TestNothingShared(t *testing.T) {
	document := []byte(`{"node-name":"name","driver":"tape","a":[1,2,3]}`)
	var got Block
	if err := qapi.Unmarshal(document, &got); err != nil {
		t.Fatal(err)
	}
	clear(document)
	name := "name"
	want := Block{NodeName: &name, Driver: "tape", UnknownBranch: json.RawMessage(`{"a":[1,2,3]}`)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
