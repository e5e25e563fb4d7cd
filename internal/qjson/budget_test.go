package qjson

import (
	"strings"
	"testing"
)

// All connections share the budget. Messages return their memory however they
// end.
func TestParsersShareABudget(t *testing.T) {
	limits := testLimits
	b := &testBudget{limit: 3 * messageAllowance}
	half := []byte(`{"a":"` + strings.Repeat("x", 2*messageAllowance-20_000))
	var open []*Parser
	for range 3 {
		a := NewParser(limits, b)
		if m, _, complete := a.Feed(half); complete {
			t.Fatalf("got %v", m.Err)
		}
		open = append(open, a)
	}
	refused := NewParser(limits, b)
	if m, _, _ := refused.Feed(half); m.Err == nil || m.Err.Desc != noMemory {
		t.Errorf("a message without memory: %v", m.Err)
	}
	// The rest of it is skipped.
	input := []byte(`xxx" : {}`)
	for _, want := range []string{"error", "{}"} {
		m, n, complete := refused.Feed(input)
		input = input[n:]
		if !complete || (m.Err == nil) != (want == "{}") {
			t.Errorf("behind that: %s, %v, want %s", m.Text, m.Err, want)
		}
	}

	if m, _, _ := open[1].Feed([]byte("\x01")); m.Err == nil || m.Charged != 0 {
		t.Errorf("a message that ended in an error: %v, charged %d", m.Err, m.Charged)
	}
	open[2].Release()
	// A long token is in memory twice while its message is assembled, and once
	// after that.
	m, _, complete := open[0].Feed([]byte(`"}`))
	if !complete || m.Err != nil || m.Charged != messageAllowance {
		t.Errorf("a message of %d bytes: %v, charged %d", len(half), m.Err, m.Charged)
	}
	if held := b.held; held != m.Charged {
		t.Errorf("%d bytes are held, want those of the message that is complete", held)
	}
}

// A message of many small tokens takes more memory than its bytes.
func TestParserCountsTokensAgainstTheBudget(t *testing.T) {
	limits := testLimits
	b := &testBudget{limit: 1 << 20}
	a := NewParser(limits, b)
	a.Feed([]byte(`{"id": [` + strings.Repeat("1,", 10_000)))
	if held := b.held; held < 20_000*tokenCost-messageAllowance {
		t.Errorf("20,000 tokens hold %d bytes", held)
	}
}

// A testBudget is a budget for the parsers of one goroutine.
type testBudget struct{ limit, held int }

func (b *testBudget) Take(n int) bool {
	if b.held+n > b.limit {
		return false
	}
	b.held += n
	return true
}

func (b *testBudget) Give(n int) { b.held -= n }
