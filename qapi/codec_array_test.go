package qapi_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/qapi"
)

// TestArrayLengths decodes arrays of all lengths around those at which memory
// is got anew, one after the other: nothing of one may show in the next.
func TestArrayLengths(t *testing.T) {
	for _, n := range []int{40, 0, 1, 15, 16, 17, 31, 32, 33, 2, 1000, 3} {
		trees := []Tree{}
		var document []string
		for i := range n {
			tree := Tree{Name: fmt.Sprint("t", i)}
			if i%3 == 0 {
				tree.Leaf = &Leaf{Tree: &Tree{Name: "l", Children: []Tree{{Name: "c"}}}}
				document = append(document, fmt.Sprintf(`{"name":"t%d","leaf":{"tree":{"name":"l","children":[{"name":"c"}]}}}`, i))
			} else {
				document = append(document, fmt.Sprintf(`{"name":"t%d"}`, i))
			}
			trees = append(trees, tree)
		}
		want := Tree{Name: "root", Children: trees}
		text := []byte(`{"name":"root","children":[` + strings.Join(document, ",") + `]}`)
		var got, other Tree
		if err := qapi.UnmarshalStrict(text, &got); err != nil {
			t.Fatal(err)
		}
		// What is decoded next must not write to what was decoded before.
		if err := qapi.UnmarshalStrict([]byte(`{"name":"x","children":[{"name":"y"},{"name":"z"}]}`), &other); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%d elements (-want +got):\n%s", n, diff)
		}
	}
}

// TestArrayAfterFailure decodes an array after one that failed in its midst.
func TestArrayAfterFailure(t *testing.T) {
	for range 3 {
		var got []Pair
		if err := qapi.Unmarshal([]byte(`[{"key":"a","value":1,"old":2},{"key":"b","value":"x"}]`), &got); err == nil {
			t.Fatal("no error")
		}
		if err := qapi.Unmarshal([]byte(`[{},{}]`), &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]Pair{{}, {}}, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// TestArrayCapacity decodes an array that does not go on as it began: the room
// made for more elements stays in proportion to those that came.
func TestArrayCapacity(t *testing.T) {
	document := "[0" + strings.Repeat(",0", 100) + strings.Repeat(" ", 1<<20) + "]"
	var got []int64
	if err := qapi.Unmarshal([]byte(document), &got); err != nil {
		t.Fatal(err)
	}
	if len(got) != 101 || cap(got) > 10*len(got) {
		t.Errorf("%d elements have room for %d", len(got), cap(got))
	}
}

func TestNullInJSON(t *testing.T) {
	var v struct{ Null qapi.Null }
	if err := json.Unmarshal([]byte(`{"Null":null}`), &v); err != nil {
		t.Error(err)
	}
	if err := json.Unmarshal([]byte(`{"Null":0}`), &v); err == nil {
		t.Error("0 was accepted as null")
	}
	if out, err := json.Marshal(v); err != nil || string(out) != `{"Null":null}` {
		t.Errorf("got %s, %v", out, err)
	}
}
