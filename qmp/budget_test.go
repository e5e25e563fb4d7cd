package qmp

import (
	"strings"
	"testing"
)

// What messages take of the budget is shared by all connections, and given
// back however they end.
func TestAssemblersShareABudget(t *testing.T) {
	limits := Limits{}.withDefaults()
	b := &budget{limit: 3 * messageAllowance}
	half := []byte(`{"a":"` + strings.Repeat("x", 2*messageAllowance-1000))
	var open []*assembler
	for range 3 {
		a := newAssembler(limits.message(), b)
		if m, _, complete := a.feed(half); complete {
			t.Fatalf("got %v", m.err)
		}
		open = append(open, a)
	}
	refused := newAssembler(limits.message(), b)
	if m, _, _ := refused.feed(half); m.err == nil || m.err.Desc != noMemory {
		t.Errorf("a message without memory: %v", m.err)
	}
	// The rest of it is skipped.
	input := []byte(`xxx" : {}`)
	for _, want := range []string{"error", "{}"} {
		m, n, complete := refused.feed(input)
		input = input[n:]
		if !complete || (m.err == nil) != (want == "{}") {
			t.Errorf("behind that: %s, %v, want %s", m.text, m.err, want)
		}
	}

	m, _, complete := open[0].feed([]byte(`"}`))
	if !complete || m.err != nil || m.charged != messageAllowance {
		t.Errorf("a message of %d bytes: %v, charged %d", len(half), m.err, m.charged)
	}
	if m, _, _ := open[1].feed([]byte("\x01")); m.err == nil || m.charged != 0 {
		t.Errorf("a message that ended in an error: %v, charged %d", m.err, m.charged)
	}
	open[2].release()
	if held := b.held.Load(); held != int64(m.charged) {
		t.Errorf("%d bytes are held, want those of the message that is complete", held)
	}
}

// A message of many small tokens takes more memory than its bytes.
func TestAssemblerCountsTokensAgainstTheBudget(t *testing.T) {
	limits := Limits{}.withDefaults()
	b := &budget{limit: 1 << 20}
	a := newAssembler(limits.message(), b)
	a.feed([]byte(`{"id": [` + strings.Repeat("1,", 10_000)))
	if held := b.held.Load(); held < 20_000*tokenCost-messageAllowance {
		t.Errorf("20,000 tokens hold %d bytes", held)
	}
}
