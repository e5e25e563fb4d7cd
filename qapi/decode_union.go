package qapi

import "encoding/json"

// A layer is a union or a branch whose members are in the current JSON object. A
// branch that is a union adds two layers.
type layer struct {
	p    *plan
	a    address
	seen bitset
	last int // the field read last, or -1
	// decided is set if p is not a union, or if its discriminator is known or
	// known to be missing.
	decided bool
	// tagged is set if the discriminator is present.
	tagged bool
	// keeps is set if the discriminator has no branch or is missing. Other members
	// then go to UnknownBranch.
	keeps bool
}

// union decodes the base of a union and the branch that the discriminator selects. The
// discriminator may be at any place in the object.
func (d *decoder) union(p *plan, a address) bool {
	if d.next() != '{' || !d.open() {
		return false
	}
	u := unionDecoder{decoder: d, base: len(d.layers), unknown: d.newNames()}
	d.layers = append(d.layers, newLayer(p, a))
	for first := true; d.more(first, '}'); first = false {
		if !u.member() {
			return false
		}
	}
	d.dropNames(&u.unknown)
	ok := d.ok() && u.finish()
	d.layers = d.layers[:u.base]
	return ok
}

func newLayer(p *plan, a address) layer {
	return layer{p: p, a: a, seen: newBitset(len(p.fields)), last: -1, decided: p.op != opUnion}
}

type unionDecoder struct {
	*decoder
	base    int     // the index of this union's first layer in decoder.layers
	unknown nameSet // names of the members that no layer has
	kept    []byte  // those members, as an object without its end
}

// layers returns the layers of this union. The slice is valid until the next value is
// decoded, because that may add layers.
func (u *unionDecoder) layers() []layer { return u.decoder.layers[u.base:] }

// member decodes the next member.
func (u *unionDecoder) member() bool {
	layers := u.layers()
	for i := range layers {
		l := &layers[i]
		if at := u.expectedMember(l.p, l.last); at >= 0 {
			return u.colon() && u.memberOf(i, at)
		}
	}
	offset := u.pos
	name, ok := u.text()
	if !ok {
		return false
	}
	quoted := u.data[offset:u.pos]
	if !u.colon() {
		return false
	}
	for i := 0; i < len(u.layers()); i++ { //nolint:intrange // lookAhead may add a layer, the next to look in
		l := &u.layers()[i]
		if at := l.p.names.find(view(name)); at >= 0 {
			l.p.likelyNext[l.last+1].Store(uint32(at))
			return u.memberOf(i, at)
		}
		if !l.decided && !u.lookAhead(i) {
			return false
		}
	}
	return u.unknownMember(name, quoted)
}

// memberOf decodes the value of the member at position at of layer i.
func (u *unionDecoder) memberOf(i, at int) bool {
	l := &u.layers()[i]
	f := &l.p.fields[at]
	l.last = at
	if !l.seen.add(at) || !u.decoder.member(f, l.a) {
		return false
	}
	l = &u.layers()[i]
	if l.p.op == opUnion && at == l.p.tag && !l.decided {
		return u.decide(i, *as[string](l.a.at(f.offset)))
	}
	return true
}

// decide adds the layer of the branch that the value of layer i's
// discriminator selects.
func (u *unionDecoder) decide(i int, value string) bool {
	l := &u.layers()[i]
	l.decided, l.tagged = true, true
	at := l.p.branchNames.find(value)
	if at < 0 {
		l.keeps = true
		return !u.options.Strict
	}
	if branch := &l.p.branches[at]; branch.plan != nil {
		target := newObject(branch.plan.rtype)
		l.a.at(branch.offset).setPointer(target)
		u.decoder.layers = append(u.decoder.layers, newLayer(branch.plan, target))
	}
	return true
}

// unknownMember reads a member that no layer has: it is kept for UnknownBranch,
// ignored, or an error in strict mode.
func (u *unionDecoder) unknownMember(name, quoted []byte) bool {
	if u.options.Strict || !u.addName(&u.unknown, u.stableName(name)) {
		return false
	}
	u.next()
	start := u.pos
	if !u.skip() {
		return false
	}
	if layers := u.layers(); layers[len(layers)-1].keeps {
		if u.kept == nil {
			u.kept = append(u.kept, '{')
		} else {
			u.kept = append(u.kept, ',')
		}
		u.kept = append(u.kept, quoted...)
		u.kept = append(u.kept, ':')
		u.kept = append(u.kept, u.data[start:u.pos]...)
	}
	return true
}

// finish checks, at the end of the object, that nothing is missing.
func (u *unionDecoder) finish() bool {
	layers := u.layers()
	for i := range layers {
		l := &layers[i]
		if u.options.Strict && !l.seen.covers(&l.p.required) {
			return false
		}
		switch untagged := l.p.op == opUnion && !l.tagged; {
		case u.kept != nil && l.keeps:
			u.kept = append(u.kept, '}')
			*as[json.RawMessage](l.a.at(l.p.unknown)) = u.kept
		case untagged:
			// So that the union can be encoded again as it came.
			*as[json.RawMessage](l.a.at(l.p.unknown)) = json.RawMessage("{}")
		}
	}
	return true
}

// lookAhead finds the discriminator of layer i among the members behind the
// current one, whose name was read, and comes back.
func (u *unionDecoder) lookAhead(i int) bool {
	l := &u.layers()[i]
	l.decided = true // even when it is missing: don't look again
	here := u.pos
	tag := l.p.fields[l.p.tag].name
	for {
		if !u.skipUnchecked() {
			return false
		}
		if u.next() != ',' {
			break
		}
		u.pos++
		if u.next() != '"' {
			return false
		}
		name, ok := u.scanner.text()
		if !ok || !u.colon() {
			return false
		}
		if string(name) == tag {
			if u.next() != '"' {
				return false
			}
			value, ok := u.scanner.text()
			u.pos = here
			return ok && u.decide(i, view(value))
		}
	}
	u.pos = here
	u.layers()[i].keeps = true
	return true
}
