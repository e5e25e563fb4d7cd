package qapi

// object checks a struct or union: its members in the order of the schema, first those
// of the base, then those of the branch. Unknown members come last.
func (e *explainer) object(p *plan, n int) error {
	members := e.members(n)
	mark := len(e.path)
	for layer := p; layer != nil; {
		for i := range layer.fields {
			if err := e.member(&layer.fields[i], n, members, mark); err != nil {
				return err
			}
		}
		if layer.op != opUnion {
			break
		}
		tag, ok := members[layer.fields[layer.tag].name]
		if !ok {
			return nil // tolerated
		}
		i := layer.branchNames.find(e.text(tag.value))
		if i < 0 {
			return e.missingBranch(layer, tag.value, mark)
		}
		layer = layer.branches[i].plan
	}
	if !e.options.Strict {
		return nil
	}
	return e.unexpected(members, n, mark)
}

// A memberNode is a member on the tape. Those left unvisited are unexpected.
type memberNode struct {
	value   int
	visited bool
}

func (e *explainer) members(n int) map[string]*memberNode {
	members := make(map[string]*memberNode)
	for name := n + 1; name < e.nodes[n].next; name = e.nodes[name+1].next {
		members[e.text(name)] = &memberNode{value: name + 1}
	}
	return members
}

// member checks one member of the object that node n is. The policy comes
// before the value, and before the complaint that a mandatory member is
// missing.
func (e *explainer) member(f *field, n int, members map[string]*memberNode, mark int) error {
	e.setPathMember(f.name, mark)
	defer func() { e.path = e.path[:mark] }()
	found := members[f.name]
	if found == nil && (f.optional || !e.options.Strict) {
		return nil
	}
	at := n
	if found != nil {
		at = found.value
		found.visited = true
	}
	if feature := e.rejected(f.flags); feature != "" {
		err := e.failure(RejectedMember, at)
		err.Feature = feature
		return err
	}
	if found == nil {
		return e.failure(MissingMember, n)
	}
	return e.value(f.plan, at)
}

// setPathMember sets the path to the member name of the object at path[:mark].
func (e *explainer) setPathMember(name string, mark int) {
	e.path = e.path[:mark]
	if mark > 0 {
		e.path = append(e.path, '.')
	}
	e.path = append(e.path, name...)
}

// missingBranch returns the error for a discriminator value without a branch, nil
// in tolerant mode. In a table made from a schema, such a value is unknown to the
// enum, and strict mode has found that earlier.
func (e *explainer) missingBranch(p *plan, tag, mark int) error {
	if !e.options.Strict {
		return nil
	}
	discriminator := &p.fields[p.tag]
	e.setPathMember(discriminator.name, mark)
	err := e.failure(UnknownValue, tag)
	err.Expected, err.Found = discriminator.plan.schemaName, e.text(tag)
	return err
}

// unexpected returns the error for the first member that the type does not have.
func (e *explainer) unexpected(members map[string]*memberNode, n, mark int) error {
	for name := n + 1; name < e.nodes[n].next; name = e.nodes[name+1].next {
		if text := e.text(name); !members[text].visited {
			e.setPathMember(text, mark)
			return e.failure(UnexpectedMember, name)
		}
	}
	return nil
}
