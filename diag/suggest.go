package diag

import (
	"fmt"
	"slices"
)

// Suggest returns "; did you mean 'NAME'?" for the candidate nearest to name.
// It is meant to be appended to a message about an unknown name. It is empty if
// no candidate is near.
func Suggest(name string, candidates []string) string {
	return DidYouMean(Nearest(name, candidates))
}

// DidYouMean returns the text of Suggest for the candidate best. It is empty if
// best is.
func DidYouMean(best string) string {
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean '%s'?", best)
}

// Nearest returns the candidate nearest to name, or the alphabetically first of
// several. It returns "" if no candidate is near, that is if more than a third
// of the letters would have to change.
func Nearest(name string, candidates []string) string {
	best, distance := "", len(name)/3+1
	for _, c := range slices.Sorted(slices.Values(candidates)) {
		if d := editDistance(name, c, distance); d < distance && c != name {
			best, distance = c, d
		}
	}
	return best
}

// editDistance counts the insertions, deletions, substitutions and swaps of
// neighbours that turn a into b. It returns limit as soon as the result cannot
// be lower.
func editDistance(a, b string, limit int) int {
	if abs(len(a)-len(b)) >= limit {
		return limit
	}
	before, previous, current := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := 1; i <= len(a); i++ {
		current[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			current[j] = min(previous[j]+1, current[j-1]+1, previous[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				current[j] = min(current[j], before[j-2]+1)
			}
		}
		if slices.Min(current) >= limit {
			return limit
		}
		before, previous, current = previous, current, before
	}
	return previous[len(b)]
}

func abs(n int) int { return max(n, -n) }
