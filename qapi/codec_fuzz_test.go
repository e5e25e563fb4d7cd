package qapi_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/qapi"
)

// isTooDeep reports whether a document has more nested containers than are
// accepted; it must be well-formed otherwise.
func isTooDeep(document []byte) bool {
	depth, deepest, inString := 0, 0, false
	for i := 0; i < len(document); i++ {
		switch c := document[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '[' || c == '{':
			depth++
			deepest = max(deepest, depth)
		case c == ']' || c == '}':
			depth--
		}
	}
	return deepest > 1024
}

// checkDocument decodes a document in every way and compares what they say.
func checkDocument(t *testing.T, document []byte) {
	t.Helper()
	valid := jsontext.Value(document).IsValid() && !isTooDeep(document)
	var raw json.RawMessage
	if err := qapi.Unmarshal(document, &raw); (err == nil) != valid {
		t.Fatalf("%q: got %v, but jsontext says valid: %t", document, err, valid)
	}
	for _, fixture := range fixtures {
		for _, strict := range []bool{false, true} {
			v := fresh(fixture)
			accepted, err := qapi.Agree(document, v, strict)
			if accepted != (err == nil) {
				t.Fatalf("%q as %T, strict %t: the decoder accepts it: %t, the explainer finds: %v", document, v, strict, accepted, err)
			}
			checkError(t, document, err, valid)
			if accepted {
				checkAgain(t, document, v, strict)
			}
		}
	}
}

// checkError demands that malformed documents are reported as such, and no
// others.
func checkError(t *testing.T, document []byte, err error, valid bool) {
	t.Helper()
	var de *qapi.DecodeError
	if err != nil && !errors.As(err, &de) {
		t.Fatalf("%q: %v is no *DecodeError", document, err)
	}
	malformed := de != nil && (de.Kind == qapi.MalformedJSON || de.Kind == qapi.DuplicateMember)
	if malformed == valid {
		t.Fatalf("%q: got %v, but jsontext says valid: %t", document, err, valid)
	}
	if de != nil && (de.Offset < 0 || de.Offset > len(document)) {
		t.Fatalf("%q: offset %d of %v is not in the document", document, de.Offset, err)
	}
}

// checkAgain demands that what was decoded encodes to what decodes to the
// same.
func checkAgain(t *testing.T, document []byte, v any, strict bool) {
	t.Helper()
	out, err := qapi.Marshal(v)
	if err != nil {
		if strict {
			t.Fatalf("%q as %T: decoded strictly, but encoding says %v", document, v, err)
		}
		return // a tolerant decoder leaves holes that can't be encoded
	}
	again := fresh(v)
	if err := qapi.Unmarshal(out, again); err != nil {
		t.Fatalf("%q as %T: encoded to %q: %v", document, v, out, err)
	}
	twice, err := qapi.Marshal(again)
	if err != nil || !bytes.Equal(twice, out) {
		t.Fatalf("%q as %T: encoded to %q and then %q, %v", document, v, out, twice, err)
	}
	if strict && !cmp.Equal(v, again, cmp.Comparer(func(a, b json.RawMessage) bool {
		// White space of raw values is not kept.
		a, _ = qapi.Marshal(a)
		b, _ = qapi.Marshal(b)
		return string(a) == string(b)
	})) {
		t.Fatalf("%q as %T: encoded to %q, which decodes to something else", document, v, out)
	}
}

var seeds = []string{
	`{"str":"s","number":1.5,"bool":true,"int":-1,"i8":-128,"i16":-32768,"i32":1,"u8":255,"u16":65535,"u32":1,"u64":-1,"any":{"a":[1,null]},"null":null,"level":"high","o-any":null,"o-null":null}`,
	`{"strs":["a"],"ints":[1,2],"u8s":[0],"levels":["low","x"],"pairs":[{"key":"a","value":1,"old":1}],"anys":[{}]}`,
	`{"name":"a","children":[{"name":"b","leaf":{"tree":{"name":"c"}}}]}`,
	`{"a":1,"filename":"f","\u0064river":"file","locking":"low","read-only":false}`,
	`{"driver":"overlay","file":{"driver":"net","port":1,"type":"tcp","host":"h","export":"e"},"backing":null}`,
	`{"type":"rdma","driver":"net","x":[1,{"y":"\ud83d\ude00"}],"export":"e"}`,
	`{"driver":"tape","a":{},"b":[]}`,
	`[{"key":"a","value":1},{"value":2,"key":"\u00e9"}]`,
	`"low"`, `true`, `-12`, `null`, `[]`, ` {} `, `[1e5,0.1,-0,1E+2]`, `"\ud800"`, `{"a":1,"a":2}`, "\"\xff\"", `{"a":[}`,
}

func FuzzUnmarshal(f *testing.F) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(checkDocument)
}

// TestRandomDocuments checks documents made from random values by small
// changes: members moved, dropped, doubled, bytes changed.
func TestRandomDocuments(t *testing.T) {
	rounds := uint64(3000)
	if testing.Short() {
		rounds = 300
	}
	for seed := range rounds {
		m := valueMaker{rand.New(rand.NewPCG(seed, 2))}
		v := fresh(fixtures[seed%uint64(len(fixtures))])
		m.fill(reflect.ValueOf(v).Elem(), 3)
		document, err := qapi.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		checkDocument(t, document)
		for range 5 {
			checkDocument(t, m.damage(slices.Clone(document)))
		}
	}
}

// damage changes a document in one place.
func (m valueMaker) damage(document []byte) []byte {
	i := m.IntN(len(document))
	switch m.IntN(5) {
	case 0:
		return slices.Delete(document, i, i+1)
	case 1:
		const alphabet = "{}[]:,\"\\ntf0123456789-+.eEu \n\x00\xff"
		document[i] = alphabet[m.IntN(len(alphabet))]
		return document
	case 2:
		return slices.Insert(document, i, document[m.IntN(len(document))])
	case 3:
		return document[:i]
	default: // one piece between commas takes the place of another
		pieces := splitPieces(document)
		a, b := m.IntN(len(pieces)), m.IntN(len(pieces))
		if m.IntN(2) == 0 {
			pieces[a], pieces[b] = pieces[b], pieces[a]
		} else {
			pieces[a] = pieces[b]
		}
		return slices.Concat(pieces...)
	}
}

// splitPieces cuts a document before and behind its commas and brackets.
func splitPieces(document []byte) [][]byte {
	var pieces [][]byte
	start := 0
	for i, c := range document {
		switch c {
		case ',', '{', '}', '[', ']':
			pieces = append(pieces, document[start:i], document[i:i+1])
			start = i + 1
		}
	}
	return append(pieces, document[start:])
}
