package conditions_test

import (
	"math/rand/v2"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/conditions"
	"github.com/qapi-go/qapi-gen/internal/sat"
	"github.com/qapi-go/qapi-gen/model"
)

const names = 5

// randomCond returns a condition on a few names.
func randomCond(random *rand.Rand, depth int) *model.Cond {
	op := model.CondOp(random.IntN(4))
	if depth == 0 || op == model.CondName {
		return &model.Cond{Name: string(rune('A' + random.IntN(names)))}
	}
	operands := 1
	if op != model.CondNot {
		operands += random.IntN(3)
	}
	c := &model.Cond{Op: op}
	for range operands {
		c.Operands = append(c.Operands, randomCond(random, depth-1))
	}
	return c
}

func TestFollowsAgreesWithTheTruthTable(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	count := map[bool]int{}
	for range 3000 {
		from, to := randomCond(random, 3), randomCond(random, 3)
		want := true
		for set := range 1 << names {
			defined := func(name string) bool { return set>>(name[0]-'A')&1 == 1 }
			want = want && (!from.Holds(defined) || to.Holds(defined))
		}
		got, sure := conditions.Follows(sat.NewLimit(t.Context(), 1_000_000), from, to)
		if got != want || !sure {
			t.Fatalf("from %s follows %s: %t (sure: %t), want %t", from, to, got, sure, want)
		}
		count[want]++
	}
	if count[false] < 200 || count[true] < 200 {
		t.Errorf("too few of a kind: %v", count)
	}
}

func TestNoConditionAlwaysHolds(t *testing.T) {
	name := &model.Cond{Name: "A"}
	limit := sat.NewLimit(t.Context(), 1_000_000)
	if follows, sure := conditions.Follows(limit, name, nil); !follows || !sure {
		t.Errorf("from a condition: %t, sure: %t", follows, sure)
	}
	if follows, sure := conditions.Follows(limit, nil, name); follows || !sure {
		t.Errorf("to a condition: %t, sure: %t", follows, sure)
	}
}
