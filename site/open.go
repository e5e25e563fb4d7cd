package site

import (
	"github.com/qapi-go/qapi-gen/breaking"
	"github.com/qapi-go/qapi-gen/model"
)

// A page has this many bytes of rows, roughly, before types are no longer shown in
// place for the first time, and before they are no longer shown again. It stays below
// 150 KB so, and is most often much smaller.
const (
	firstBudget = 110 << 10
	againBudget = 40 << 10
)

// open shows the types of rows in place, those near the top first. Types that the
// schema does not name are always shown, as they have no page. A type is never
// shown within itself.
//
// Each type is shown once. If the page has room left, it is then shown wherever
// else it stands.
func (p *pageRows) open(rows []*row) {
	shown := map[model.Type]*row{}
	queue, again := rows, []*row(nil)
	for len(queue) > 0 {
		r := queue[0]
		queue = queue[1:]
		switch {
		case r.typ == nil:
		case p.within(r):
		case !model.IsImplicit(r.typ) && shown[r.typ] != nil:
			again = append(again, r)
		case model.IsImplicit(r.typ) || p.affords(r.typ, firstBudget):
			shown[r.typ] = r
			queue = append(queue, p.openRow(r)...)
		}
	}
	for len(again) > 0 {
		r := again[0]
		again = again[1:]
		if r.typ == nil || p.within(r) {
			continue
		}
		if model.IsImplicit(r.typ) || p.affords(r.typ, againBudget) {
			again = append(again, p.openRow(r)...)
		} else if first := shown[r.typ]; first != nil {
			r.Above = here(first.ID)
		}
	}
}

// within reports whether a row stands among the parts of its own type. It then
// refers to what shows them.
func (p *pageRows) within(r *row) bool {
	top := r
	for over := r.over; over != nil; over = over.over {
		if over.typ == r.typ {
			r.Above = here(over.ID)
			return true
		}
		top = over
	}
	if top.of == r.typ {
		r.Above = here(p.at)
		return true
	}
	return false
}

// affords reports whether the page has room for the parts of a type.
func (p *pageRows) affords(t model.Type, budget int) bool {
	return !p.opts.Single && p.spent+len(partsOf(t))*rowCost*3/2 < budget
}

func (p *pageRows) openRow(r *row) []*row {
	path := r.ID
	if r.Kind == breaking.AlternativePart {
		path = outOf(path)
	}
	r.Inner = p.rows(r.typ, path, r)
	return r.Inner
}

// outOf takes the step of an alternative away from an id.
func outOf(id string) string {
	for i := len(id) - 1; i >= 0; i-- {
		if id[i] == '=' {
			if i > 0 {
				i--
			}
			return id[:i]
		}
	}
	return id
}
