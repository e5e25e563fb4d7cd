package introspect

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"testing"
)

// TestEntriesAreEncodedAsByTheStandardLibrary encodes random entries in both
// ways.
func TestEntriesAreEncodedAsByTheStandardLibrary(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	words := []string{"", "", "name", "a-b_c.d", "\"\\/", "<&>", "ä\u2028\x7f\x00", "\xff", "🂡"}
	word := func() string { return words[r.IntN(len(words))] }
	list := func() []string {
		n := r.IntN(4) - 1
		if n < 0 {
			return nil
		}
		all := make([]string, n)
		for i := range all {
			all[i] = word()
		}
		return all
	}
	defaults := []string{"", "null", " null", "[1, {\"a\":\n2}]", "\"<\"", "nul", "{"}
	for range 5000 {
		s := schemaInfo{
			ArgType: word(), ElementType: word(), Features: list(), JSONType: JSONType(word()),
			MetaType: MetaType(word()), Name: word(), RetType: word(), Tag: word(), Values: list(),
		}
		if r.IntN(2) == 0 {
			s.AllowOOB = new(bool)
			*s.AllowOOB = r.IntN(2) == 0
		}
		for range r.IntN(3) {
			m := member{Features: list(), Name: word(), Type: word()}
			if d := defaults[r.IntN(len(defaults))]; d != "" {
				m.Default = json.RawMessage(d)
			}
			s.Members = append(s.Members, m)
			s.Variants = append(s.Variants, variant{word(), word()})
		}
		want, wantErr := json.Marshal(&s)
		got, err := s.appendJSON(nil)
		if !bytes.Equal(got, want) || (err == nil) != (wantErr == nil) {
			t.Fatalf("got  %s (%v)\nwant %s (%v)", got, err, want, wantErr)
		}
	}
}
