package breaking

import (
	"cmp"
	"slices"
)

// A finding is a change as it is met in a pair. The same change is met in
// every type that has the member from the same base.
type finding struct {
	rule *Rule
	pair *pair // nil for a change of a command or an event as a whole
	// base is the struct that declares the part, if that isn't one of the
	// pair's types.
	base *typ
	// from is the struct that declares the part, in OLD if the part is gone,
	// and empty if it has no name.
	from   string
	slot   slot   // the part; the zero slot for the definition itself
	became string // what became of it
	// old and new are where it is; nil for a side that does not have it.
	old, new *part
	// exempt tells that the part is unstable in OLD, and withdrawn that it
	// is gone and was deprecated in OLD.
	exempt, withdrawn bool

	// asSuch tells that the types of the pair as such cannot take each other's
	// place, whatever they hold.
	asSuch bool

	// link leads to the new type of a part, and types are the part's.
	link  *link
	types [2]*typ
	// parts are those that got another type because of the change.
	parts []retyped

	subjectText string // instead of the pair's
	root        string // the command or event that a part without a pair is of
}

// definition is the name of the command or event that f is about, for a change
// of one as a whole.
func (f *finding) definition() string {
	switch {
	case f.root != "":
		return f.root
	case f.link != nil:
		return f.link.root.name
	case f.new != nil:
		return f.new.name
	default:
		return f.old.name
	}
}

func (p *pair) add(f *finding) {
	f.pair = p
	p.findings = append(p.findings, f)
}

// subject says whose part f is about.
func (f *finding) subject() string {
	switch {
	case f.subjectText != "":
		return f.subjectText
	case f.base != nil:
		return f.base.word + " '" + f.base.name + "'"
	case f.slot.kind == "":
		return f.pair.subject(f.worst()).typ
	default:
		return f.pair.subject(f.worst()).name
	}
}

// worst is the direction in which the change is worst for clients, of those in
// which they meet it.
func (f *finding) worst() direction {
	dirs := cmp.Or(f.pair.stable, f.pair.unstable)
	if dirs != both || f.rule.Received <= f.rule.Sent {
		return cmp.Or(dirs&sent, dirs)
	}
	return received
}

// what says what the change is, without its consequence.
func (f *finding) what() string {
	part := f.slot
	if part.kind == "" {
		return f.subject() + " " + f.change()
	}
	if part.kind == "member" && f.pair != nil && f.base == nil && f.subjectText == "" {
		part.kind = f.pair.subject(f.worst()).member
	}
	return part.String() + " of " + f.subject() + " " + f.change()
}

// change says what became of the part.
func (f *finding) change() string {
	if f.link != nil {
		return "changes from " + f.types[0].String() + " to " + f.types[1].String()
	}
	return f.became
}

// A judgement is what a finding means.
type judgement struct {
	rule    *Rule
	verdict Verdict
	why     string
	reasons []string // why a type is not the other
	// unstable and withdrawn tell that a worse verdict was lifted or, for
	// withdrawn, could be.
	unstable, withdrawn bool
}

// judge gives f's verdict for the directions in which its pair is met. ok is
// false where there turns out to be no change.
func (c *comparer) judge(f *finding) (j judgement, ok bool) {
	dirs, unstable := both, f.exempt
	switch {
	case f.pair != nil && f.pair.stable != 0:
		dirs = f.pair.stable
	case f.pair != nil:
		dirs, unstable = f.pair.unstable, true
	case f.link != nil:
		dirs = f.link.root.dir
	}
	j, ok = c.judgeIn(f, dirs, map[*pair]bool{})
	if unstable && j.verdict != Compatible {
		j.verdict, j.unstable = Compatible, true
	}
	return j, ok
}

// judgeIn is judge for given directions; visited are the types that are being
// told apart.
func (c *comparer) judgeIn(f *finding, dirs direction, visited map[*pair]bool) (judgement, bool) {
	if f.link != nil {
		return c.judgeTypes(f.link.to, dirs, visited)
	}
	if f.parts != nil {
		return c.judgeParts(f, dirs, visited)
	}
	j := judgement{rule: f.rule}
	j.verdict, j.why = f.rule.verdict(dirs)
	if f.withdrawn && j.verdict != Compatible {
		j.withdrawn = true
		if c.opts.AllowDeprecatedRemoval {
			j.verdict = Compatible
		}
	}
	return j, true
}

// judgeParts judges a change by the parts that it gives other types.
func (c *comparer) judgeParts(f *finding, dirs direction, visited map[*pair]bool) (j judgement, ok bool) {
	var all []judgement
	for _, part := range f.parts {
		sub, differs := c.judgeTypes(part.link.to, dirs, visited)
		if !differs {
			continue
		}
		if part.link.unstable {
			sub.verdict = Compatible
		}
		text := part.slot.String() + " changes from " + part.types[0].String() + " to " + part.types[1].String()
		if len(sub.reasons) == 1 {
			text += ": " + sub.reasons[0]
		} else if sub.why != "" {
			text += ": " + sub.why
		}
		sub.rule, sub.why, sub.reasons = f.rule, "", []string{text}
		all = append(all, sub)
	}
	if len(all) == 0 {
		return j, false
	}
	return worstOf(all, f.rule), true
}

// worstOf joins judgements to the worst of them, with all reasons for it.
func worstOf(all []judgement, rule *Rule) judgement {
	slices.SortStableFunc(all, func(a, b judgement) int { return cmp.Compare(b.verdict, a.verdict) })
	j := all[0]
	if len(all) == 1 || all[1].verdict < j.verdict {
		return j
	}
	j.rule, j.reasons = rule, nil
	for _, sub := range all {
		if sub.verdict == j.verdict {
			j.reasons = append(j.reasons, sub.reasons...)
			j.withdrawn = j.withdrawn && sub.withdrawn
		}
	}
	return j
}

// judgeTypes judges that one type takes the place of another, by all in which
// they differ.
func (c *comparer) judgeTypes(p *pair, dirs direction, visited map[*pair]bool) (j judgement, ok bool) {
	if visited[p] {
		return j, false
	}
	visited[p] = true
	var all []judgement
	for _, f := range p.findings {
		sub, differs := c.judgeIn(f, dirs, visited)
		if !differs {
			continue
		}
		if f.exempt {
			sub.verdict = Compatible
		}
		if !f.asSuch {
			sub.rule, sub.reasons = typeChanged, []string{f.reason(&sub)}
		}
		all = append(all, sub)
	}
	if len(all) == 0 {
		return j, false
	}
	return worstOf(all, typeChanged), true
}

// reason is f as a reason why its pair's types cannot take each other's place.
func (f *finding) reason(j *judgement) string {
	text := f.slot.String() + " " + f.change()
	if f.slot.kind == "" {
		text = "it " + f.change()
	}
	if j.why == "" {
		return text
	}
	return text + ": " + j.why
}

// A partKey names what a finding is about as a [gen.Symbol] does: the
// definition that declares it in OLD, and the part.
type partKey struct{ definition, part string }

func (f *finding) key() partKey {
	k := partKey{part: f.slot.name}
	switch {
	case f.pair == nil && f.old != nil:
		k.definition = f.old.name
	case f.pair == nil:
	case f.base != nil:
		k.definition = f.base.name
	case f.pair.old.name != "":
		k.definition = f.pair.old.name
	case f.pair.uses[0].root != nil:
		k.definition = f.pair.uses[0].root.name
	}
	return k
}

// takesAway reports whether f is about a part as such, rather than about its
// features, its condition or a flag.
func (f *finding) takesAway() bool {
	switch f.rule {
	case featureRemoved, featureAdded, deprecated, destabilised, promised, conditionAdded, conditionWidened:
		return false
	default:
		return f.slot.kind != "" || f.new == nil
	}
}
