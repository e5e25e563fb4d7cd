package qjson

import (
	"math/bits"
	"unicode/utf8"
)

const (
	lowBits  = 0x0101010101010101
	highBits = 0x8080808080808080
)

// PlainRun returns the position at or behind i of the first byte that is not plain in
// a JSON string: a quote, a backslash, a control character below space, or a byte that
// is not ASCII.
func PlainRun[T string | []byte](s T, i int) int {
	// Eight bytes at once: a borrow in these subtractions reaches only bytes above
	// the one that caused it, so the lowest mark is right.
	for ; i+8 <= len(s); i += 8 {
		w := eightBytes(s[i : i+8])
		marks := (w | (w - lowBits*' ') | ((w ^ lowBits*'"') - lowBits) | ((w ^ lowBits*'\\') - lowBits)) & highBits
		if marks != 0 {
			return i + bits.TrailingZeros64(marks)/8
		}
	}
	for ; i < len(s); i++ {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			break
		}
	}
	return i
}

// eightBytes is binary.LittleEndian.Uint64, which does not accept strings. The compiler
// makes one load of both.
func eightBytes[T string | []byte](s T) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}
