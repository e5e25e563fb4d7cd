package gen_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// Values of every type of the releases that have simple unions reach a server
// as the client sent them, and come back unchanged.
func TestValuesOfOldReleasesSurvive(t *testing.T) {
	const perType = 20
	for _, version := range []string{"2.12.0", "5.2.0"} {
		for name, path := range testqemu.Schemas(t, version) {
			t.Run(version+"/"+name, func(t *testing.T) {
				own, err := edition.Parse(version)
				if err != nil {
					t.Fatal(err)
				}
				schema := loadSchema(t, testqemu.Corpus(t, path), parser.Options{Edition: own})
				w := valueWriter{rand.New(rand.NewPCG(1, 2))}
				var documents []document
				simple := 0
				for _, d := range schema.Definitions {
					typ, ok := d.(model.Type)
					if !ok {
						continue
					}
					if u, ok := d.(*model.Union); ok && u.Simple {
						simple++
					}
					for range perType {
						text, err := json.Marshal(w.value(typ, 0))
						if err != nil {
							t.Fatal(err)
						}
						documents = append(documents, document{d.Common().Name, text})
					}
				}
				for i, result := range roundTrip(t, schema, documents) {
					if result != "" {
						t.Errorf("%s %s: %s", documents[i].Type, documents[i].JSON, result)
					}
				}
				t.Logf("%d values, %d simple unions", len(documents), simple)
			})
		}
	}
}

// A valueWriter writes random valid values.
type valueWriter struct{ *rand.Rand }

// deep is the depth from which values are as small as possible.
const deep = 5

func (w valueWriter) value(t model.Type, depth int) any {
	switch t := t.(type) {
	case *model.Builtin:
		return w.builtin(t)
	case *model.Enum:
		return t.Values[w.IntN(len(t.Values))].Name
	case *model.Array:
		list := []any{}
		for n := w.IntN(3); n > 0 && depth < deep; n-- {
			list = append(list, w.value(t.Elem, depth+1))
		}
		return list
	case *model.Alternate:
		a := t.Alternatives[w.IntN(len(t.Alternatives))]
		if depth >= deep {
			for _, other := range t.Alternatives {
				if _, isObject := other.Type.(model.Object); !isObject {
					a = other
				}
			}
		}
		return w.value(a.Type, depth+1)
	case model.Object:
		value := map[string]any{}
		w.members(value, t, depth)
		return value
	default:
		panic(fmt.Sprintf("a type of kind %T", t))
	}
}

func (w valueWriter) members(value map[string]any, o model.Object, depth int) {
	for _, m := range o.Fields() {
		if !m.Optional || depth < deep && w.IntN(2) == 0 {
			value[m.Name] = w.value(m.Type, depth+1)
		}
	}
	u, ok := o.(*model.Union)
	if !ok {
		return
	}
	b := u.Branches[w.IntN(len(u.Branches))]
	if depth >= deep {
		b = u.Branches[len(u.Branches)-1] // an implicit one, if there is any
	}
	value[u.Tag.Name] = b.Name
	w.members(value, b.Type, depth)
}

func (w valueWriter) builtin(t *model.Builtin) any {
	switch t.Name {
	case "str":
		return fmt.Sprint("text ", w.IntN(10))
	case "number":
		return w.Float64()
	case "bool":
		return w.IntN(2) == 0
	case "null":
		return nil
	case "any":
		return []any{map[string]any{"any": w.IntN(10)}, "x", nil}[w.IntN(3)]
	case "size", "uint64":
		return []uint64{0, w.Uint64(), math.MaxUint64}[w.IntN(3)]
	case "int8":
		return w.IntN(256) - 128
	case "uint8":
		return w.IntN(256)
	case "int16":
		return w.IntN(65536) - 32768
	default: // what all of the others hold
		return w.IntN(32768)
	}
}
