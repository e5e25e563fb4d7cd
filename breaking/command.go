package breaking

// commands compares the commands by name, and pairs the types of those that
// both sides have.
func (c *comparer) commands() {
	for _, o := range c.old.commands {
		if n := c.new.command(o.name); n == nil {
			c.whole = append(c.whole, gone(commandRemoved, &o.part, "command '"+o.name+"'"))
		} else {
			c.command(o, n)
		}
	}
	for _, n := range c.new.commands {
		if c.old.command(n.name) == nil {
			c.whole = append(c.whole, &finding{
				rule: commandAdded, subjectText: "command '" + n.name + "'", became: "is new", new: &n.part,
			})
		}
	}
}

func gone(r *Rule, p *part, subject string) *finding {
	return &finding{
		rule: r, subjectText: subject, became: "is gone", old: p,
		exempt: p.unstable(), withdrawn: p.deprecated(),
	}
}

func (c *comparer) command(o, n *command) {
	at := place{holds: ofRoots, old: &o.part, new: &n.part, subject: "command '" + n.name + "'", root: n.name}
	c.whole = append(c.whole, c.common(at)...)
	flag := func(old, now bool, lost, gained *Rule, loses, gains string) {
		switch {
		case old && !now:
			c.whole = append(c.whole, at.finding(lost, loses))
		case now && !old:
			c.whole = append(c.whole, at.finding(gained, gains))
		}
	}
	flag(o.oob, n.oob, oobWithdrawn, oobAllowed,
		"may not be executed out-of-band any more", "may be executed out-of-band")
	if c.old.schema != nil && c.new.schema != nil {
		flag(o.preconfig, n.preconfig, preconfigWithdrawn, preconfigAllowed,
			"may not be executed in preconfig state any more", "may be executed in preconfig state")
		flag(o.response, n.response, responseWithdrawn, responseAdded,
			"sends no reply on success any more", "sends a reply on success")
		flag(o.gen, n.gen, argumentsUnchecked, argumentsChecked,
			"does not check its arguments any more", "checks its arguments now")
	}
	r := &root{word: "command", name: n.name, old: &o.part, new: &n.part, unstable: o.unstable()}
	c.root(r, sent, argStep, "the argument type", o.arg, n.arg)
	c.root(r, received, "ret-type", "the return type", o.ret, n.ret)
}

// events compares the events by name, and pairs their data.
func (c *comparer) events() {
	for _, o := range c.old.events {
		n := c.new.event(o.name)
		if n == nil {
			c.whole = append(c.whole, gone(eventRemoved, &o.part, "event '"+o.name+"'"))
			continue
		}
		at := place{holds: ofRoots, old: &o.part, new: &n.part, subject: "event '" + n.name + "'", root: n.name}
		c.whole = append(c.whole, c.common(at)...)
		r := &root{word: "event", name: n.name, old: &o.part, new: &n.part, unstable: o.unstable()}
		c.root(r, received, argStep, "the data type", o.arg, n.arg)
	}
	for _, n := range c.new.events {
		if c.old.event(n.name) == nil {
			c.whole = append(c.whole, &finding{
				rule: eventAdded, subjectText: "event '" + n.name + "'", became: "is new", new: &n.part,
			})
		}
	}
}

// root pairs the types of what clients send or receive as a whole.
func (c *comparer) root(of *root, dir direction, step, part string, old, now *typ) {
	whole := [2]*typ{old, now}
	old, now = elements(old, now)
	if old == now || old.kind == kindBuiltin && now.kind == kindBuiltin && old.name == now.name {
		return
	}
	r := *of
	r.dir = dir
	l := &link{root: &r, step: step, unstable: of.unstable, opaque: c.opaque(old, now)}
	c.pairUp(l, old, now)
	c.roots = append(c.roots, l)
	if l.opaque {
		c.whole = append(c.whole, &finding{
			rule: typeChanged, slot: slot{kind: part}, subjectText: of.word + " '" + of.name + "'",
			old: of.old, new: of.new, exempt: of.unstable, link: l, types: whole,
		})
	}
}
