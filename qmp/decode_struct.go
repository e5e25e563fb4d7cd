package qmp

// object decodes a struct.
func (d *decoder) object(p *plan, a address) bool {
	if d.next() != '{' || !d.open() {
		return false
	}
	seen := newBitset(len(p.fields))
	unknown := d.newNames()
	guess := 0
	for first := true; d.more(first, '}'); first = false {
		i := d.expectedMember(p, guess)
		if i < 0 {
			name, ok := d.text()
			if !ok {
				return false
			}
			if i = p.names.find(view(name)); i < 0 {
				if !d.ignoreMember(&unknown, name) {
					return false
				}
				continue
			}
		}
		if !d.colon() || !seen.add(i) || !d.member(&p.fields[i], a) {
			return false
		}
		guess = i + 1
	}
	d.dropNames(&unknown)
	return d.ok() && (!d.options.strict || seen.covers(&p.required))
}

// member decodes a member's value into its field of the struct at a.
func (d *decoder) member(f *field, a address) bool {
	return f.flags&d.watched == 0 && d.value(f.plan, a.at(f.offset))
}

// expectedMember reads the name of the next member if it is that of p.fields[guess]
// or one of the next two, and returns which. Otherwise it reads nothing and
// returns -1. Peers send members in the order of the schema, mostly.
func (d *decoder) expectedMember(p *plan, guess int) int {
	d.next()
	rest := d.data[d.pos:]
	for i := guess; i < len(p.fields) && i < guess+3; i++ {
		if name := p.fields[i].quoted; len(rest) > len(name) && string(rest[:len(name)]) == name {
			d.pos += len(name)
			return i
		}
	}
	return -1
}

// ignoreMember passes over a member that the type does not have.
func (d *decoder) ignoreMember(unknown *nameSet, name []byte) bool {
	if d.options.strict {
		return false
	}
	return d.addName(unknown, d.keep(name)) && d.colon() && d.skip()
}

// keep returns name in memory that lasts until the end of the document.
func (d *decoder) keep(name []byte) []byte {
	if len(name) > 0 && len(d.scratch) > 0 && &name[0] == &d.scratch[0] {
		return append([]byte(nil), name...)
	}
	return name
}
