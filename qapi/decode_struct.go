package qapi

// object decodes a struct.
func (d *decoder) object(p *plan, a address) bool {
	if d.next() != '{' || !d.open() {
		return false
	}
	seen := newBitset(len(p.fields))
	unknown := d.newNames()
	last := -1
	for first := true; d.more(first, '}'); first = false {
		i := d.expectedMember(p, last)
		if i < 0 {
			name, ok := d.text()
			if !ok {
				return false
			}
			if i = p.names.find(view(name)); i < 0 {
				if !d.skipUnknownMember(&unknown, name) {
					return false
				}
				continue
			}
			p.likelyNext[last+1].Store(uint32(i))
		}
		if !d.colon() || !seen.add(i) || !d.member(&p.fields[i], a) {
			return false
		}
		last = i
	}
	d.dropNames(&unknown)
	return d.ok() && (!d.options.Strict || seen.covers(&p.required))
}

// member decodes a member's value into its field of the struct at a.
func (d *decoder) member(f *field, a address) bool {
	return f.flags&d.policyFlags == 0 && d.value(f.plan, a.at(f.offset))
}

// expectedMember compares the name of the next member with the likely ones: the
// member that followed field last in an earlier document, and the next two in the
// schema. If one matches, it reads the name and returns the field's index.
// Otherwise it reads nothing and returns -1.
func (d *decoder) expectedMember(p *plan, last int) int {
	d.next()
	guess := int(p.likelyNext[last+1].Load())
	if d.takeName(p, guess) {
		return guess
	}
	for i := last + 1; i < last+3; i++ {
		if i != guess && d.takeName(p, i) {
			return i
		}
	}
	return -1
}

// takeName reads the name of the next member if it is that of p.fields[i].
func (d *decoder) takeName(p *plan, i int) bool {
	if i >= len(p.fields) {
		return false
	}
	name, rest := p.fields[i].quoted, d.data[d.pos:]
	if len(rest) <= len(name) || string(rest[:len(name)]) != name {
		return false
	}
	d.pos += len(name)
	return true
}

// skipUnknownMember skips the value of a member that the type does not have. It
// fails in strict decoding, and if the object has the member twice.
func (d *decoder) skipUnknownMember(unknown *nameSet, name []byte) bool {
	if d.options.Strict {
		return false
	}
	return d.addName(unknown, d.stableName(name)) && d.colon() && d.skip()
}

// stableName returns name, or a copy if the decoder's scratch buffer holds it: that
// buffer is overwritten by the next string with escapes.
func (d *decoder) stableName(name []byte) []byte {
	if len(name) > 0 && len(d.scratch) > 0 && &name[0] == &d.scratch[0] {
		return append([]byte(nil), name...)
	}
	return name
}
