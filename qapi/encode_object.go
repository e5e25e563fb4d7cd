package qapi

import "encoding/json"

// object appends a struct or union.
func (e *encoder) object(dst []byte, p *plan, a address) ([]byte, *EncodeError) {
	if err := e.open(); err != nil {
		return dst, err
	}
	outer := e.mayRepeat
	e.mayRepeat = false
	start := len(dst)
	dst = append(dst, '{')
	dst, err := e.members(dst, p, a)
	if err != nil {
		return dst, err
	}
	// members appends a comma after every member. Remove the last one.
	if last := len(dst) - len(e.comma); last > start {
		dst = dst[:last]
	}
	dst = append(dst, '}')
	if e.mayRepeat {
		if s := (scanner{data: dst, pos: start}); !s.skip() {
			return dst, unencodable("it repeats the member " + s.bad.name).in("UnknownBranch")
		}
	}
	e.mayRepeat = outer
	e.depth--
	return dst, nil
}

// members appends the members of a struct or union, including those of the
// selected branch. A comma follows each.
func (e *encoder) members(dst []byte, p *plan, a address) ([]byte, *EncodeError) {
	var branch *branchPlan
	var tag string
	if p.op == opUnion {
		var err *EncodeError
		if tag, branch, err = p.selected(a); err != nil {
			return dst, err
		}
	}
	for i := range p.fields {
		f := &p.fields[i]
		if f.optional && f.absent(a) || f.flags&e.hidden != 0 {
			continue
		}
		if p.op == opUnion && i == p.tag && tag == "" {
			continue // the union was decoded without a discriminator; see selected
		}
		dst = append(dst, f.quoted...)
		dst = append(dst, e.colon...)
		var err *EncodeError
		if p.op == opUnion && i == p.tag {
			dst, err = e.string(dst, tag)
		} else {
			dst, err = e.value(dst, f.plan, a.at(f.offset))
		}
		if err != nil {
			return dst, err.in(f.name)
		}
		dst = append(dst, e.comma...)
	}
	switch {
	case p.op != opUnion:
		return dst, nil
	case branch == nil:
		return e.unknownBranch(dst, p, a)
	case branch.plan == nil:
		return dst, nil
	}
	return e.branch(dst, branch, a)
}

// branch appends the members of the selected branch of the union at a.
func (e *encoder) branch(dst []byte, branch *branchPlan, a address) ([]byte, *EncodeError) {
	target := a.at(branch.offset).pointer()
	if !target.isNil() {
		return e.members(dst, branch.plan, target)
	}
	if !branch.plan.mayBeEmpty() {
		return dst, unencodable("the branch " + branch.name + " has mandatory members, but is nil")
	}
	return dst, nil
}

// selected returns the discriminator's value and the branch that it selects in
// the union at a. The branch is nil if none has that value.
func (p *plan) selected(a address) (tag string, selected *branchPlan, err *EncodeError) {
	tag = *as[string](a.at(p.fields[p.tag].offset))
	var set *branchPlan
	for i := range p.branches {
		branch := &p.branches[i]
		if branch.plan == nil || a.at(branch.offset).pointer().isNil() {
			continue
		}
		if set != nil {
			return "", nil, unencodable("the branches " + set.name + " and " + branch.name + " are both set")
		}
		set = branch
	}
	untagged := set == nil && tag == ""
	if untagged && len(*as[json.RawMessage](a.at(p.unknown))) > 0 {
		return "", nil, nil // a tolerant decoder read a union without a discriminator
	}
	if untagged {
		return "", nil, unencodable("the discriminator " + p.fields[p.tag].name + " is empty, and no branch is set")
	}
	if set != nil && tag != "" && tag != set.name {
		return "", nil, unencodable("the discriminator " + p.fields[p.tag].name + " is " + quoteShort(tag) + ", but the branch " + set.name + " is set")
	}
	if tag == "" {
		tag = set.name
	}
	if i := p.branchNames.find(tag); i >= 0 {
		selected = &p.branches[i]
	}
	if selected != nil && len(*as[json.RawMessage](a.at(p.unknown))) > 0 {
		return "", nil, unencodable("UnknownBranch is set, but the branch " + tag + " is known")
	}
	return tag, selected, nil
}

// unknownBranch appends the members in UnknownBranch. The decoder keeps them
// there when no branch has the discriminator's value.
func (e *encoder) unknownBranch(dst []byte, p *plan, a address) ([]byte, *EncodeError) {
	members := *as[json.RawMessage](a.at(p.unknown))
	if len(members) == 0 {
		return dst, nil
	}
	e.mayRepeat = true
	start := len(dst)
	e.depth-- // the braces of members are removed below
	dst, err := e.raw(dst, members)
	e.depth++
	if err != nil {
		return dst, err.in("UnknownBranch")
	}
	if dst[start] != '{' {
		return dst, unencodable("it is not a JSON object").in("UnknownBranch")
	}
	withoutBraces := dst[start+1 : len(dst)-1]
	if len(withoutBraces) == 0 {
		return dst[:start], nil
	}
	dst = append(dst[:start], withoutBraces...)
	return append(dst, e.comma...), nil
}
