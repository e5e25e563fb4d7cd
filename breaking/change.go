package breaking

import (
	"cmp"
	"slices"

	"github.com/qapi-go/qapi-gen/diag"
)

// A Change is one difference between two sides, and what it means.
type Change struct {
	Rule    string // the ID of a Rule
	Verdict Verdict
	// Go tells that the change is one for Go code alone.
	Go bool
	// Message says what changed, and what that does to clients.
	Message string
	// Pos and End are the place in NEW, or in OLD for what is gone. They are
	// zero in documents.
	Pos, End diag.Pos
	// OldPos is the place in OLD of what NEW still has.
	OldPos diag.Pos
	// Reasons say why a type cannot take another's place, if there is more
	// than one reason.
	Reasons []string
	// SentWith and ReceivedFrom are the commands and events by which clients
	// meet the type that changed, in schema order: "command 'query-block'".
	// Both are empty for a change of a command or an event as such.
	SentWith, ReceivedFrom []string
	// Unstable is true if the change is Compatible because OLD promises nothing,
	// and Withdrawn if it removes what was deprecated in OLD.
	Unstable, Withdrawn bool
	// Added is true if OLD does not have what changed.
	Added bool
	// Gone is the name of a command or an event that NEW does not have.
	Gone string

	rank     [4]int
	findings []*finding
}

// changes turns findings into changes: those of one part met in several pairs
// become one, and all are put in order. broken are the parts whose change is a
// Break, or was one if it weren't allowed.
func (c *comparer) changes() (changes []Change, broken map[partKey]bool) {
	var list []*merged
	byKey := map[any]*merged{}
	add := func(f *finding) {
		same, declared := [3]string{f.rule.ID, f.what(), f.subject()}, f.declaration()
		m := byKey[same]
		if m == nil {
			m = byKey[declared]
		}
		if m == nil {
			m = &merged{first: f}
			list = append(list, m)
		}
		byKey[same], byKey[declared] = m, m
		m.findings = append(m.findings, f)
	}
	for _, f := range c.whole {
		add(f)
	}
	for _, p := range c.pairs {
		if p.stable|p.unstable == 0 || p.opaquely() {
			continue
		}
		for _, f := range p.findings {
			add(f)
		}
	}
	broken = map[partKey]bool{}
	for i, m := range list {
		if c.ctx.Err() != nil {
			break
		}
		change, ok := c.change(m)
		if !ok {
			continue
		}
		change.rank[3] = i
		changes = append(changes, change)
		if m.first.takesAway() && (change.Verdict == Break || change.Unstable || change.Withdrawn) {
			for _, f := range m.findings {
				broken[f.key()] = true
			}
		}
	}
	slices.SortFunc(changes, func(a, b Change) int { return slices.Compare(a.rank[:], b.rank[:]) })
	return changes, broken
}

// opaquely reports whether all that leads to p are parts that got another
// type: its findings are told there.
func (p *pair) opaquely() bool {
	for _, l := range p.uses {
		if !l.opaque {
			return false
		}
	}
	return true
}

// change makes one change of findings, whose verdict is the worst of them.
func (c *comparer) change(m *merged) (change Change, ok bool) {
	var worst judgement
	for _, f := range m.findings {
		j, differs := c.judge(f)
		if differs && (!ok || worse(j, worst)) {
			worst, ok = j, true
		}
	}
	if !ok {
		return change, false
	}
	f := c.representative(m)
	change = Change{
		Rule: worst.rule.ID, Verdict: worst.verdict, Message: f.what(),
		Unstable: worst.unstable, Withdrawn: worst.withdrawn, findings: m.findings,
		Added: f.old == nil,
	}
	if f.new == nil && f.pair == nil {
		change.Gone = f.definition()
	}
	switch len(worst.reasons) {
	case 0:
		if worst.why != "" {
			change.Message += ": " + worst.why
		}
	case 1:
		change.Message += ": " + worst.reasons[0]
	default:
		change.Reasons = worst.reasons
	}
	change.place(f)
	change.uses(m)
	return change, true
}

// worse compares judgements; of equal verdicts a stable one is worse.
func worse(a, b judgement) bool {
	return cmp.Or(cmp.Compare(a.verdict, b.verdict), compareBool(b.unstable, a.unstable)) > 0
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	default:
		return -1
	}
}

// place says where f is, and where it stands in the report: what is gone
// first, as OLD had it, then what changed, then what is new, as NEW has it.
func (ch *Change) place(f *finding) {
	at, phase := f.new, 1
	switch {
	case f.new == nil && f.pair == nil:
		at, phase = f.old, 0
	case f.new == nil:
		at = f.old
	case f.old == nil && f.pair == nil:
		phase = 2
	}
	ch.Pos, ch.End = at.pos, at.end
	if f.old != nil && f.new != nil {
		ch.OldPos = f.old.pos
	}
	order := at.order
	if f.pair != nil {
		order = f.owner().order
	}
	ch.rank = [4]int{phase, order, at.pos.Offset()}
}

// owner is the type in NEW that f is reported at.
func (f *finding) owner() *part {
	switch {
	case f.base != nil:
		return &f.base.part
	case f.pair.new.order > 0:
		return &f.pair.new.part
	default:
		return f.pair.rootsOf()[0].new
	}
}
