package breaking

import "sync"

// places are those of names in a list. They are found out when they are first
// needed, by whichever goroutine.
type places struct {
	once   sync.Once
	byName map[string]int
}

// of returns the place of a name, -1 if it has none. list gives all names.
func (p *places) of(name string, list func(add func(name string))) int {
	p.once.Do(func() {
		p.byName = map[string]int{}
		next := 0
		list(func(name string) {
			if _, known := p.byName[name]; !known {
				p.byName[name] = next
			}
			next++
		})
	})
	if i, known := p.byName[name]; known {
		return i
	}
	return -1
}

// find returns the first part named name, nil if there is none. Few it looks
// through, for many it takes their places.
func find[T any, P interface {
	*T
	called() string
}](list []P, at *places, name string) P {
	const few = 8
	if len(list) <= few {
		for _, item := range list {
			if item.called() == name {
				return item
			}
		}
		return nil
	}
	i := at.of(name, func(add func(string)) {
		for _, item := range list {
			add(item.called())
		}
	})
	if i < 0 {
		return nil
	}
	return list[i]
}

func (p *part) called() string { return p.name }
