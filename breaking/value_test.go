package breaking_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"

	"github.com/qapi-go/qapi-gen/model"
)

// A valueMaker makes values of a type, as encoding/json has them with
// UseNumber. It leaves out what is unstable.
type valueMaker struct{ *rand.Rand }

// errNoValue is for types that have no value without what is unstable, or none
// that is small.
var errNoValue = errors.New("no value")

const maxDepth = 6

func (r valueMaker) value(t model.Type, depth int) (any, error) {
	if depth > maxDepth {
		return nil, errNoValue
	}
	switch t := t.(type) {
	case *model.Builtin:
		return r.builtin(t), nil
	case *model.Enum:
		if len(t.Values) == 0 {
			return nil, errNoValue
		}
		v := t.Values[r.IntN(len(t.Values))]
		if model.HasFeature(v.Features, model.Unstable) {
			return nil, errNoValue
		}
		return v.Name, nil
	case *model.Array:
		list := []any{}
		for range r.IntN(3) {
			elem, err := r.value(t.Elem, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, elem)
		}
		return list, nil
	case *model.Alternate:
		return r.value(t.Alternatives[r.IntN(len(t.Alternatives))].Type, depth+1)
	case model.Object:
		object := map[string]any{}
		return object, r.members(object, t, depth)
	default:
		return nil, fmt.Errorf("no values of %T", t)
	}
}

// members adds the members of t to object.
func (r valueMaker) members(object map[string]any, t model.Object, depth int) error {
	for _, m := range t.Fields() {
		unstable := model.HasFeature(m.Features, model.Unstable)
		if m.Optional && (unstable || depth > maxDepth/2 || r.IntN(2) == 0) {
			continue
		}
		if unstable {
			return errNoValue
		}
		v, err := r.value(m.Type, depth+1)
		if err != nil {
			return err
		}
		object[m.Name] = v
	}
	if u, ok := t.(*model.Union); ok {
		return r.members(object, branch(u, object), depth)
	}
	return nil
}

// branch is what object, a value of u, has besides the base.
func branch(u *model.Union, object map[string]any) model.Object {
	for _, b := range u.Branches {
		if b.Name == object[u.Tag.Name] && b.Type != nil {
			return b.Type
		}
	}
	return &model.Struct{}
}

func (r valueMaker) builtin(t *model.Builtin) any {
	switch t.Kind {
	case model.JSONString:
		return pick(r.Rand, []string{"", "va", "other"})
	case model.JSONNumber:
		return json.Number(pick(r.Rand, []string{"0", "-1", "0.5", "1e300"}))
	case model.JSONBoolean:
		return r.IntN(2) == 0
	case model.JSONNull:
		return nil
	case model.JSONValue:
		return pick(r.Rand, []any{nil, true, "va", json.Number("7"), json.Number("0.5"), []any{}, map[string]any{"a": nil}})
	default:
		low, high := integerLimits(t.Name)
		return json.Number(pick(r.Rand, []*big.Int{low, high, big.NewInt(1)}).String())
	}
}

// integerLimits are those within which a strict decoder takes an integer.
func integerLimits(name string) (low, high *big.Int) {
	bits := map[string]uint{"int8": 8, "uint8": 8, "int16": 16, "uint16": 16, "int32": 32, "uint32": 32}[name]
	if bits == 0 {
		bits = 64
	}
	one := big.NewInt(1)
	half := new(big.Int).Lsh(one, bits-1)
	low, high = new(big.Int).Neg(half), new(big.Int).Sub(half, one)
	if strings.HasPrefix(name, "uint") || name == "size" {
		high = new(big.Int).Sub(new(big.Int).Lsh(one, bits), one)
		if bits < 64 {
			low = new(big.Int)
		}
	}
	return low, high
}

// A decoder checks values as the wire codec does: strictly, as a server takes
// arguments, or as a client takes what a newer server sends.
type decoder struct{ strict bool }

func (d decoder) check(t model.Type, v any) error {
	switch t := t.(type) {
	case *model.Builtin:
		return d.builtin(t, v)
	case *model.Enum:
		name, ok := v.(string)
		if !ok || d.strict && t.Value(name) == nil {
			return fmt.Errorf("%v is no value of %s", v, t.Name)
		}
		return nil
	case *model.Array:
		list, ok := v.([]any)
		if !ok {
			return fmt.Errorf("%v is no array", v)
		}
		for _, elem := range list {
			if err := d.check(t.Elem, elem); err != nil {
				return err
			}
		}
		return nil
	case *model.Alternate:
		for _, a := range t.Alternatives {
			if wireKind(a.Type.JSON()) == kindOf(v) {
				return d.check(a.Type, v)
			}
		}
		return fmt.Errorf("%s has no alternative for %v", t.Name, v)
	case model.Object:
		return d.object(t, v)
	default:
		return fmt.Errorf("unexpected %T", t)
	}
}

func (d decoder) builtin(t *model.Builtin, v any) error {
	kind := wireKind(t.Kind)
	if kind == model.JSONValue {
		return nil
	}
	if kindOf(v) != kind {
		return fmt.Errorf("%v is no %s", v, t.Name)
	}
	if t.Kind != model.JSONInt {
		return nil
	}
	n, ok := new(big.Int).SetString(string(v.(json.Number)), 10)
	if !ok {
		return fmt.Errorf("%v is no integer", v)
	}
	if low, high := integerLimits(t.Name); d.strict && (n.Cmp(low) < 0 || n.Cmp(high) > 0) {
		return fmt.Errorf("%v is out of the range of %s", v, t.Name)
	}
	return nil
}

func (d decoder) object(t model.Object, v any) error {
	object, ok := v.(map[string]any)
	if !ok {
		return fmt.Errorf("%v is no object", v)
	}
	known := map[string]bool{}
	if err := d.members(t, object, known); err != nil {
		return err
	}
	for name := range object {
		if d.strict && !known[name] {
			return fmt.Errorf("%s has no member %s", t.Common().Name, name)
		}
	}
	return nil
}

func (d decoder) members(t model.Object, object map[string]any, known map[string]bool) error {
	for _, m := range t.Fields() {
		known[m.Name] = true
		v, there := object[m.Name]
		switch unstable := model.HasFeature(m.Features, model.Unstable); {
		case unstable && !d.strict: // the client does not look at it
		case !there && !m.Optional:
			return fmt.Errorf("%s lacks %s", t.Common().Name, m.Name)
		case there:
			if err := d.check(m.Type, v); err != nil {
				return fmt.Errorf("%s: %w", m.Name, err)
			}
		}
	}
	if u, ok := t.(*model.Union); ok {
		return d.members(branch(u, object), object, known)
	}
	return nil
}

func wireKind(k model.JSONKind) model.JSONKind {
	if k == model.JSONInt {
		return model.JSONNumber
	}
	return k
}

func kindOf(v any) model.JSONKind {
	switch v.(type) {
	case nil:
		return model.JSONNull
	case bool:
		return model.JSONBoolean
	case string:
		return model.JSONString
	case json.Number:
		return model.JSONNumber
	case []any:
		return model.JSONArray
	default:
		return model.JSONObject
	}
}
