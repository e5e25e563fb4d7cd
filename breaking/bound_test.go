package breaking_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/qapi-go/qapi-gen/breaking"
)

// pigeons is a condition that never holds: n+1 pigeons sit in n holes, no two
// in one. To find that out takes a number of steps that is exponential in n.
func pigeons(n int) string {
	in := func(pigeon, hole int) string { return fmt.Sprintf("'P%d_%d'", pigeon, hole) }
	var all []string
	for i := range n + 1 {
		var holes []string
		for hole := range n {
			holes = append(holes, in(i, hole))
			for j := range i {
				all = append(all, fmt.Sprintf("{ 'not': { 'all': [ %s, %s ] } }", in(i, hole), in(j, hole)))
			}
		}
		all = append(all, "{ 'any': [ "+strings.Join(holes, ", ")+" ] }")
	}
	return "{ 'all': [ " + strings.Join(all, ", ") + " ] }"
}

func conditional(t *testing.T, name, cond string) *breaking.Side {
	t.Helper()
	schema, diags := tryBuild(name, "{ 'command': 'c', 'if': "+cond+" }\n")
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return breaking.Schema(schema)
}

// Conditions that take too long to compare are a caution, which says so.
func TestConditionsThatTakeTooLongAreACaution(t *testing.T) {
	for n, late := range map[int]bool{
		4:  false,
		14: true,
	} {
		changes := compare(t, conditional(t, "old.json", pigeons(n)), conditional(t, "new.json", "'OTHER'"), breaking.Options{})
		if len(changes) != 1 {
			t.Fatalf("%d pigeons: %d changes", n, len(changes))
		}
		ch := changes[0]
		if said := strings.Contains(ch.Message, "takes too long"); said != late || (ch.Verdict == breaking.Caution) != said {
			t.Errorf("%d pigeons: %v: %s", n, ch.Verdict, ch.Message[len(ch.Message)-100:])
		}
	}
}

func TestCompareEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	because := errors.New("enough")
	cancel(because)
	_, err := breaking.Compare(ctx, conditional(t, "old.json", "'A'"), conditional(t, "new.json", "'B'"), breaking.Options{})
	if !errors.Is(err, because) {
		t.Errorf("error %v", err)
	}
}

// A Side may be compared by several goroutines at once.
func TestSidesCanBeSharedBetweenGoroutines(t *testing.T) {
	old, now := document(t, union(20, false, false)), document(t, union(20, true, false))
	reports := make([]string, 4)
	var done sync.WaitGroup
	for i := range reports {
		done.Go(func() {
			changes, err := breaking.Compare(t.Context(), old, now, breaking.Options{})
			if err != nil {
				t.Error(err)
			}
			reports[i] = report(changes)
		})
	}
	done.Wait()
	for _, r := range reports[1:] {
		if r != reports[0] || r == "" {
			t.Errorf("%q, but %q", r, reports[0])
		}
	}
}
