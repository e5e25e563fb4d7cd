package qapi

import "slices"

// A nameIndex finds the position of a name in a fixed list: a type's members,
// an enum's values. It is a hash table with open addressing that looks at a
// few bytes of the name; what a peer sends cannot lengthen its chains.
type nameIndex struct {
	names []string
	slots []uint16 // position in names plus one, 0 is free; a power of two
}

func newNameIndex(names []string) nameIndex {
	size := 4
	for size < 2*len(names) {
		size *= 2
	}
	x := nameIndex{names: names, slots: make([]uint16, size)}
	for i, name := range names {
		slot := x.hash(name)
		for x.slots[slot] != 0 {
			slot = (slot + 1) & uint(size-1)
		}
		x.slots[slot] = uint16(i + 1)
	}
	return x
}

// hash returns the slot where the search for name begins.
func (x *nameIndex) hash(name string) uint {
	n := uint(len(name))
	h := n
	if n > 0 {
		h += uint(name[0])*0x9E37 + uint(name[n/2])*0x79B9 + uint(name[n-1])*0x85EB + uint(name[n/4])*0xC2B3
	}
	return (h ^ h>>7) & uint(len(x.slots)-1)
}

// find returns the position of name, or -1.
func (x *nameIndex) find(name string) int {
	if len(x.slots) == 0 {
		return -1
	}
	for slot := x.hash(name); ; slot = (slot + 1) & uint(len(x.slots)-1) {
		i := x.slots[slot]
		if i == 0 {
			return -1
		}
		if x.names[i-1] == name {
			return int(i - 1)
		}
	}
}

// A bitset says which of a type's members were seen, or are required.
type bitset struct {
	first uint64   // members 0 to 63
	rest  []uint64 // those behind them; nil in most types
}

func newBitset(length int) bitset {
	if length <= 64 {
		return bitset{}
	}
	return bitset{rest: make([]uint64, (length-1)/64)}
}

// add puts i into the set and reports whether it was missing before.
func (s *bitset) add(i int) bool {
	word := &s.first
	if i >= 64 {
		word = &s.rest[i/64-1]
	}
	bit := uint64(1) << (i % 64)
	if *word&bit != 0 {
		return false
	}
	*word |= bit
	return true
}

func (s *bitset) empty() bool {
	return s.first == 0 && !slices.ContainsFunc(s.rest, func(word uint64) bool { return word != 0 })
}

// covers reports whether all of other, a set of the same length, is in s.
func (s *bitset) covers(other *bitset) bool {
	if s.first&other.first != other.first {
		return false
	}
	for i, word := range other.rest {
		if s.rest[i]&word != word {
			return false
		}
	}
	return true
}
