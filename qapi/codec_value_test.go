package qapi_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/qapi"
)

// fixtures are one of each type of the fixture that is not part of another.
var fixtures = []any{new(Scalars), new(Lists), new(Tree), new(Block), new(BlockRefOrNull), new(Choice), new([]Pair)}

// A valueMaker makes random valid values of generated types, by what the
// tables say about them.
type valueMaker struct{ *rand.Rand }

// fill makes *v a random value. depth bounds how deep it gets.
func (m valueMaker) fill(v reflect.Value, depth int) {
	if v.Type() == reflect.TypeFor[json.RawMessage]() {
		v.SetBytes(m.json(depth))
		return
	}
	if typed, ok := reflect.TypeAssert[qapi.Typed](v.Addr()); ok {
		m.fillTyped(v, typed.QAPIType(), depth)
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(m.IntN(2) == 0)
	case reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(int64(m.Uint64()) >> (64 - v.Type().Bits()) >> m.IntN(v.Type().Bits()))
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(m.Uint64() >> (64 - v.Type().Bits()) >> m.IntN(v.Type().Bits()))
	case reflect.Float64:
		f := math.Float64frombits(m.Uint64())
		for math.IsNaN(f) || math.IsInf(f, 0) {
			f = math.Float64frombits(m.Uint64())
		}
		if m.IntN(2) == 0 {
			f = float64(m.IntN(2000) - 1000)
		}
		v.SetFloat(f)
	case reflect.String:
		v.SetString(m.string())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		if depth > 0 {
			v.Set(reflect.MakeSlice(v.Type(), m.IntN(7), 7))
		}
		for i := range v.Len() {
			m.fill(v.Index(i), depth-1)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		m.fill(v.Elem(), depth)
	}
}

func (m valueMaker) fillTyped(v reflect.Value, table *qapi.Type, depth int) {
	switch table.Kind {
	case qapi.KindEnum:
		v.SetString(table.Values[m.IntN(len(table.Values))].Name)
	case qapi.KindAlternate:
		i := m.IntN(v.NumField())
		if depth <= 0 {
			i = v.NumField() - 1 // no object: those stand first here
		}
		m.fill(v.Field(i), depth-1)
	default:
		for i, member := range table.Members {
			if member.Flags&qapi.Optional == 0 || depth > 0 && m.IntN(2) == 0 {
				m.fill(v.Field(i), depth-1)
			}
		}
	}
	if table.Kind == qapi.KindUnion {
		m.fillBranch(v, table, depth)
	}
}

// fillBranch sets the branch that the discriminator selects, which was set at
// random before.
func (m valueMaker) fillBranch(v reflect.Value, table *qapi.Type, depth int) {
	next := len(table.Members)
	for _, branch := range table.Branches {
		if branch.Empty {
			continue
		}
		if branch.Name == v.Field(table.Tag).String() {
			m.fill(v.Field(next), depth-1)
		}
		next++
	}
}

func (m valueMaker) string() string {
	var b strings.Builder
	for range m.IntN(12) {
		alphabet := []rune("abcdefghi \"\\/\n\t\x00\x1f\x7fé€😀\ufffd\u2028")
		b.WriteRune(alphabet[m.IntN(len(alphabet))])
	}
	return b.String()
}

// json returns a random JSON value without white space, in the form in which
// it is encoded.
func (m valueMaker) json(depth int) []byte {
	kinds := 6
	if depth <= 0 {
		kinds = 4
	}
	quote := func(s string) string { out, _ := qapi.Marshal(s); return string(out) }
	switch m.IntN(kinds) {
	case 0:
		return []byte("null")
	case 1:
		return fmt.Append(nil, m.IntN(2) == 0)
	case 2:
		return fmt.Append(nil, m.IntN(1e6)-5e5)
	case 3:
		return []byte(quote(m.string()))
	case 4:
		var elems []string
		for range m.IntN(4) {
			elems = append(elems, string(m.json(depth-1)))
		}
		return []byte("[" + strings.Join(elems, ",") + "]")
	default:
		var members []string
		for i := range m.IntN(4) {
			members = append(members, quote(fmt.Sprint(i, m.string()))+":"+string(m.json(depth-1)))
		}
		return []byte("{" + strings.Join(members, ",") + "}")
	}
}

// TestRandomValues encodes random values, as a client and as a server, and
// decodes them strictly to the same values.
func TestRandomValues(t *testing.T) {
	for seed := range uint64(2000) {
		m := valueMaker{rand.New(rand.NewPCG(seed, 1))}
		want := fresh(fixtures[seed%uint64(len(fixtures))])
		m.fill(reflect.ValueOf(want).Elem(), 5)
		asClient, err := qapi.Marshal(want)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		asServer, err := qapi.MarshalForServer(want, qapi.OutputPolicy{})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		got := fresh(want)
		if err := qapi.UnmarshalStrict(asClient, got); err != nil {
			t.Fatalf("seed %d: %v in\n%s", seed, err, asClient)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d: %s\n(-want +got):\n%s", seed, asClient, diff)
		}
		if err := qapi.UnmarshalStrict(asServer, got); err != nil {
			t.Fatalf("seed %d: %v in\n%s", seed, err, asServer)
		}
		again, err := qapi.Marshal(got)
		if err != nil || !sameJSON(t, again, asClient) {
			t.Fatalf("seed %d: from a server's form, %v:\n%s\n%s", seed, err, again, asClient)
		}
		if !json.Valid(asClient) || !json.Valid(asServer) {
			t.Fatalf("seed %d: encoding/json finds the result malformed", seed)
		}
	}
}

// sameJSON compares documents up to the spelling of strings and numbers.
func sameJSON(t *testing.T, a, b []byte) bool {
	t.Helper()
	var va, vb any
	if err := json.Unmarshal(a, &va); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &vb); err != nil {
		t.Fatal(err)
	}
	return cmp.Equal(va, vb)
}
