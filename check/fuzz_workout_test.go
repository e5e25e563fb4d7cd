package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/internal/testcost"
	"github.com/qapi-go/qapi-gen/model"
)

// textObservations decodes observations. A byte whose last two bits are not
// zero adds a name to a condition, negated if it is odd. Another byte ends the
// condition, and determines whether all or any names must hold, and what was
// observed.
func textObservations(text []byte) (seen []observation) {
	const names = 50
	cond := &model.Cond{}
	for _, b := range text {
		if b&3 != 0 {
			c := &model.Cond{Name: nameOf(int(b>>2) % names)}
			if b&1 == 1 {
				c = &model.Cond{Op: model.CondNot, Operands: []*model.Cond{c}}
			}
			cond.Operands = append(cond.Operands, c)
			continue
		}
		if cond.Op = model.CondAll; b&4 != 0 {
			cond.Op = model.CondAny
		}
		if len(cond.Operands) > 0 {
			seen = append(seen, observation{cond: cond, present: b&8 != 0, aside: b&16 != 0})
			cond = &model.Cond{}
		}
	}
	return seen
}

// workOut handles any observations within a number of steps, always with the
// same result, and defines no name without need.
func FuzzWorkOut(f *testing.F) {
	const steps = 300_000
	f.Add([]byte{1, 5, 9, 4, 2, 6, 10, 0, 1, 6, 9, 12, 13, 22, 28, 2, 6, 24})
	f.Fuzz(func(t *testing.T, text []byte) {
		testcost.Bound(t, len(text))
		seen := textObservations(text)
		names := namesUpTo(50)
		c := workOut(t.Context(), seen, names, steps)
		if n := len(c.Defined) + len(c.Undefined) + len(c.Either); n != len(names) {
			t.Errorf("%d names of %d are in a list", n, len(names))
		}
		if diff := cmp.Diff(c, workOut(t.Context(), seen, names, steps)); diff != "" {
			t.Errorf("the second time (-want +got):\n%s", diff)
		}
		there, missing := wrong(seen, c.Has)
		if a, b := wrong(seen, func(string) bool { return false }); a+b < there+missing {
			t.Errorf("%d there and %d missing, but %d and %d with no name defined", there, missing, a, b)
		}
	})
}
