package breaking

import (
	"math/big"

	"github.com/qapi-go/qapi-gen/model"
)

// scalar compares types of which at least one is a built-in one, or that are
// of different kinds. Alternates are for [comparer.alternate].
func scalar(p *pair) {
	old, now := p.old, p.new
	add := func(r *Rule) { p.add(p.asSuch(r)) }
	switch {
	case old.json == model.JSONValue && now.json == model.JSONValue:
	case now.json == model.JSONValue:
		add(madeAny)
	case old.json == model.JSONValue:
		add(anyNarrowed)
	case old.json == model.JSONInt && now.json == model.JSONInt:
		for _, r := range integers(old, now) {
			add(r)
		}
	case old.json == model.JSONInt && now.json == model.JSONNumber:
		add(madeNumber)
	case old.json == model.JSONNumber && now.json == model.JSONInt:
		add(madeInteger)
	case old.json != now.json:
		add(kindChanged)
	case old.kind == kindEnum && now.kind == kindBuiltin:
		add(madeString)
	case old.kind == kindBuiltin && now.kind == kindEnum:
		add(madeEnum)
	}
}

// integers compares the ranges of integer types, as far as both are known.
func integers(old, now *typ) (rules []*Rule) {
	if old.unbounded || now.unbounded {
		return nil
	}
	o, n := rangeOf(old.name), rangeOf(now.name)
	accepted := n
	if now.name == "uint64" || now.name == "size" {
		// A decoder takes negative numbers for these, as QEMU's does for
		// clients that have always sent -1.
		accepted.min = rangeOf("int64").min
	}
	switch {
	case !accepted.contains(o):
		rules = append(rules, narrowed)
	case !n.contains(o):
		return []*Rule{wrapped}
	}
	if !o.contains(n) {
		rules = append(rules, widened)
	}
	return rules
}

// limits are the least and the greatest value of an integer type.
type limits struct{ min, max *big.Int }

func (l limits) contains(m limits) bool { return l.min.Cmp(m.min) <= 0 && m.max.Cmp(l.max) <= 0 }

// integerBits are the sizes of integer types, negative for those with a sign.
var integerBits = map[string]int{
	"int": -64, "int8": -8, "int16": -16, "int32": -32, "int64": -64,
	"uint8": 8, "uint16": 16, "uint32": 32, "uint64": 64, "size": 64,
}

func rangeOf(name string) limits {
	bits, one := integerBits[name], big.NewInt(1)
	if bits > 0 {
		top := new(big.Int).Lsh(one, uint(bits))
		return limits{new(big.Int), top.Sub(top, one)}
	}
	top := new(big.Int).Lsh(one, uint(-bits-1))
	return limits{new(big.Int).Neg(top), new(big.Int).Sub(top, one)}
}

// asSuch is the finding that one type of p cannot take the other's place.
func (p *pair) asSuch(r *Rule) *finding {
	return &finding{
		rule: r, became: "changes from " + p.old.String() + " to " + p.new.String(),
		old: &p.old.part, new: &p.new.part, asSuch: true,
	}
}
