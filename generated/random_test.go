package generated

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"

	"github.com/qapi-go/qapi-gen/qapi"
)

// A generator makes random valid values of generated types, by their tables
// and Go types. It prefers what is at the edge of something.
type generator struct {
	*rand.Rand
	made map[reflect.Type]bool // types that a value was made of
}

func newGenerator(seed uint64) *generator {
	return &generator{Rand: rand.New(rand.NewPCG(seed, 0)), made: make(map[reflect.Type]bool)}
}

// maxDepth is from where on what can be absent is, so that values end.
const maxDepth = 6

// value returns a random value of type t.
func (g *generator) value(t reflect.Type) reflect.Value {
	v := reflect.New(t).Elem()
	g.fill(v, 0)
	return v
}

var (
	rawType   = reflect.TypeFor[json.RawMessage]()
	typedType = reflect.TypeFor[qapi.Typed]()
)

func (g *generator) fill(v reflect.Value, depth int) {
	t := v.Type()
	switch {
	case t == rawType:
		v.SetBytes([]byte(g.any(depth)))
	case reflect.PointerTo(t).Implements(typedType):
		g.made[t] = true
		g.fillTyped(v, v.Addr().Interface().(qapi.Typed).QAPIType(), depth)
	case t.Kind() == reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
		g.fill(v.Elem(), depth)
	case t.Kind() == reflect.Slice:
		g.fillSlice(v, depth)
	default:
		g.fillScalar(v)
	}
}

func (g *generator) fillSlice(v reflect.Value, depth int) {
	n := g.IntN(4)
	if depth > maxDepth {
		n = 0
	}
	v.Set(reflect.MakeSlice(v.Type(), n, n))
	for i := range n {
		g.fill(v.Index(i), depth+1)
	}
}

func (g *generator) fillScalar(v reflect.Value) {
	switch {
	case v.CanInt():
		v.SetInt(g.integer(v.Type().Bits()))
	case v.CanUint():
		v.SetUint(g.unsigned(v.Type().Bits()))
	case v.CanFloat():
		v.SetFloat(g.number())
	case v.Kind() == reflect.String:
		v.SetString(g.string())
	case v.Kind() == reflect.Bool:
		v.SetBool(g.IntN(2) == 0)
	case v.Type() != reflect.TypeFor[qapi.Null]():
		panic(fmt.Sprintf("no values of %v are known", v.Type()))
	}
}

func (g *generator) fillTyped(v reflect.Value, table *qapi.Type, depth int) {
	switch table.Kind {
	case qapi.KindEnum:
		v.SetString(table.Values[g.IntN(len(table.Values))].Name)
	case qapi.KindStruct:
		g.fillMembers(v, table, depth)
	case qapi.KindUnion:
		g.fillMembers(v, table, depth)
		g.fillBranch(v, table, depth)
	case qapi.KindAlternate:
		g.fillAlternate(v, depth)
	}
}

func (g *generator) fillMembers(v reflect.Value, table *qapi.Type, depth int) {
	for i, member := range table.Members {
		if member.Flags&qapi.Optional != 0 && (depth > maxDepth || g.IntN(2) == 0) {
			continue
		}
		g.fill(v.Field(i), depth+1)
	}
}

// fillBranch sets the branch, if it has members, that the discriminator
// selects.
func (g *generator) fillBranch(v reflect.Value, table *qapi.Type, depth int) {
	at := len(table.Members)
	for _, branch := range table.Branches {
		if branch.Empty {
			continue
		}
		if branch.Name == v.Field(table.Tag).String() {
			g.fill(v.Field(at), depth+1)
		}
		at++
	}
}

// fillAlternate sets one alternative; deep down one that goes no deeper.
func (g *generator) fillAlternate(v reflect.Value, depth int) {
	i := g.IntN(v.NumField())
	for depth > maxDepth && isObject(v.Field(i).Type()) {
		i = (i + 1) % v.NumField()
	}
	g.fill(v.Field(i), depth+1)
}

func isObject(t reflect.Type) bool {
	return t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct && t.Elem().NumField() > 0
}

// integer returns a number of the given width, often an extreme one.
func (g *generator) integer(bits int) int64 {
	least := int64(math.MinInt64) >> (64 - bits)
	switch g.IntN(6) {
	case 0:
		return least
	case 1:
		return -1 - least
	case 2:
		return 0
	}
	return int64(g.Uint64()) >> (64 - bits) >> g.IntN(bits)
}

func (g *generator) unsigned(bits int) uint64 {
	switch g.IntN(5) {
	case 0:
		return math.MaxUint64 >> (64 - bits)
	case 1:
		return 0
	}
	return g.Uint64() >> (64 - bits) >> g.IntN(bits)
}

func (g *generator) number() float64 {
	edges := []float64{0, 1, -1.5, 1 << 53, 1e21, math.MaxFloat64, math.SmallestNonzeroFloat64, math.Pi, math.MaxInt64, math.MaxUint64}
	if i := g.IntN(2 * len(edges)); i < len(edges) {
		return edges[i]
	}
	for {
		if f := math.Float64frombits(g.Uint64()); !math.IsNaN(f) && !math.IsInf(f, 0) {
			return f
		}
	}
}

// string returns a string of characters that some writer of JSON or reader of
// lines treats in a way of its own.
func (g *generator) string() string {
	odd := []rune("az \"'\\/<&%{}[]:,\x00\x01\b\t\n\r\x1f\x7f\u0080éß\u00ff\u2028\u2029漢\ufeff\ufffd\U0001f600\U0010fffd")
	var b strings.Builder
	for range g.IntN(12) {
		b.WriteRune(odd[g.IntN(len(odd))])
	}
	if g.IntN(100) == 0 {
		b.WriteString(strings.Repeat("x", 1<<g.IntN(16)))
	}
	return b.String()
}

// any returns a JSON value of any kind.
func (g *generator) any(depth int) string {
	kinds := 7
	if depth > maxDepth {
		kinds = 5
	}
	switch g.IntN(kinds) {
	case 0:
		return "null"
	case 1:
		return fmt.Sprint(g.IntN(2) == 0)
	case 2:
		return fmt.Sprint(g.integer(64))
	case 3:
		return encode(g.number())
	case 4:
		return encode(g.string())
	case 5:
		return g.object(depth)
	}
	var list []string
	for range g.IntN(4) {
		list = append(list, g.any(depth+1))
	}
	return "[" + strings.Join(list, ",") + "]"
}

// object returns a JSON object. No two members of it share a name.
func (g *generator) object(depth int) string {
	var members []string
	for i := range g.IntN(4) {
		members = append(members, encode(fmt.Sprint(g.string(), i))+":"+g.any(depth+1))
	}
	return "{" + strings.Join(members, ",") + "}"
}

func encode(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}
