package breaking

import (
	"context"

	"github.com/qapi-go/qapi-gen/internal/conditions"
	"github.com/qapi-go/qapi-gen/internal/sat"
	"github.com/qapi-go/qapi-gen/model"
)

// conditions compares the conditions of a part, where both sides have some.
func (c *comparer) conditions(at place) []*finding {
	if !c.old.conditional || !c.new.conditional {
		return nil
	}
	old, now := at.old.cond, at.new.cond
	if old.String() == now.String() {
		return nil
	}
	kept, keptSure := c.implies.holds(old, now)
	if kept {
		same, _ := c.implies.holds(now, old)
		switch {
		case same:
			return nil // the same in other words
		case now == nil:
			return []*finding{at.finding(conditionWidened, "is there in every build, where it was if "+old.String())}
		default:
			return []*finding{at.finding(conditionWidened, "is there if "+now.String()+", where it was if "+old.String())}
		}
	}
	became := "is there only if " + now.String()
	if old != nil {
		became += ", where it was if " + old.String()
	}
	if !keptSure {
		became += " (whether that is fewer builds takes too long to work out)"
	}
	return []*finding{at.finding(conditionAdded, became)}
}

// implications remembers which conditions follow from which.
type implications struct {
	limit *sat.Limit
	known map[[2]string]implication
}

type implication struct{ holds, sure bool }

func newImplications(ctx context.Context) *implications {
	return &implications{sat.NewLimit(ctx, sat.MaxSteps), map[[2]string]implication{}}
}

// holds reports whether to holds in every build in which from does. A question
// gets at most a quarter of the steps that are left, so that a hard one leaves
// some for those that follow. When they do not suffice, it is not sure.
func (i *implications) holds(from, to *model.Cond) (holds, sure bool) {
	if to == nil {
		return true, true
	}
	key := [2]string{from.String(), to.String()}
	known, ok := i.known[key]
	if !ok {
		known.holds, known.sure = conditions.Follows(i.limit.Part(i.limit.Left()/4), from, to)
		i.known[key] = known
	}
	return known.holds, known.sure
}

// follows reports whether to holds for sure in every build in which from does.
func (c *comparer) follows(from, to *model.Cond) bool {
	holds, _ := c.implies.holds(from, to)
	return holds
}
