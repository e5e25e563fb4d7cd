package qmp

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// cut returns the messages in what r reads, and why they end.
func cut(r io.Reader, limit int, agent bool) ([]string, error) {
	f := framer{r: r, limit: limit, agent: agent, discarding: agent}
	var messages []string
	for {
		m, err := f.next()
		if err != nil {
			return messages, err
		}
		messages = append(messages, string(m))
	}
}

func TestFramerCutsByBrackets(t *testing.T) {
	tests := []struct {
		name, in string
		agent    bool
		want     []string
		err      string
	}{
		{"lines", "{}\r\n{\"a\": 1}\r\n", false, []string{"{}", `{"a": 1}`}, "EOF"},
		{"nothing between", `{}{"a":[{}]}`, false, []string{"{}", `{"a":[{}]}`}, "EOF"},
		{"indented", "{\n  \"a\": {\n  }\n}\n", false, []string{"{\n  \"a\": {\n  }\n}"}, "EOF"},
		{"brackets in strings", `{"a": "}{][\"}", "\\": "}"}`, false, []string{`{"a": "}{][\"}", "\\": "}"}`}, "EOF"},
		{"white space alone", " \t\r\n", false, nil, "EOF"},
		{"end in a message", `{"a": `, false, nil, "middle of a message: unexpected EOF"},
		{"text", "{}\nhello", false, []string{"{}"}, "'h'"},
		{"an array", `[]`, false, nil, "'['"},
		{"a string", `"x"`, false, nil, "'\"'"},
		{"sentinel in a message", "\xff{\"a\": \"\xff{}", true, []string{"{}"}, "EOF"},
		{"sentinel in an escape", "\xff{\"a\": \"\\\xff{}", true, []string{"{}"}, "EOF"},
		{"waiting for a sentinel", "x{}\xff{\"a\": 1}", true, []string{`{"a": 1}`}, "EOF"},
		{"sentinel never comes", `{}{}`, true, nil, "EOF"},
		{"sentinel of no agent", "{}\xff{}", false, []string{"{}"}, "'ÿ'"},
		{"just the limit", `{"a":"1234567890"}`, false, []string{`{"a":"1234567890"}`}, "EOF"},
		{"past the limit", `{"a":"12345678901"}`, false, nil, "limit of 18 bytes"},
		{"many below the limit", strings.Repeat(`{"a":"1234567890"}`, 2), false, slices.Repeat([]string{`{"a":"1234567890"}`}, 2), "EOF"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for how, r := range map[string]io.Reader{
				"whole":     strings.NewReader(tt.in),
				"bytewise":  iotest.OneByteReader(strings.NewReader(tt.in)),
				"data, EOF": iotest.DataErrReader(strings.NewReader(tt.in)),
			} {
				limit := 18
				if len(tt.in) > 40 || !strings.Contains(tt.name, "limit") {
					limit = 1000
				}
				got, err := cut(r, limit, tt.agent)
				if !slices.Equal(got, tt.want) {
					t.Errorf("%s: messages %q, want %q", how, got, tt.want)
				}
				if !strings.Contains(err.Error(), tt.err) {
					t.Errorf("%s: ends with %v, want %q", how, err, tt.err)
				}
			}
		})
	}
}

func TestFramerLetsALargeBufferGo(t *testing.T) {
	large := `{"a":"` + strings.Repeat("x", 5<<20) + `"}`
	f := framer{r: strings.NewReader(large + "{}" + strings.Repeat(" ", 1<<20)), limit: 10 << 20}
	for want := range 2 {
		if _, err := f.next(); err != nil {
			t.Fatalf("message %d: %v", want, err)
		}
	}
	if _, err := f.next(); !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	if cap(f.buf) > 1<<20 {
		t.Errorf("%d bytes are kept after a message of 5 MiB", cap(f.buf))
	}
}

func TestParseMessageTakesMembersApart(t *testing.T) {
	m, err := parseMessage([]byte(` {"return" : {"a": [1, "]"]} , "id":7,"x": [ ], "\u0065vent": "E", "data":{},"timestamp": {} } `))
	if err != nil {
		t.Fatal(err)
	}
	got := []string{string(m.ret), string(m.id), string(m.event), string(m.data), string(m.timestamp)}
	if want := []string{`{"a": [1, "]"]}`, "7", `"E"`, "{}", "{}"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestParseMessageRefusesWhatIsNotJSON(t *testing.T) {
	for _, text := range []string{
		`{"return" 1}`, `{"return": }`, `{return: 1}`, `{"return": 1,}`, `{"return": 1 "id": 2}`, `{"return": 1]`,
		`{, "return": 1}`, `{"\x": 1}`, `{1: 2}`,
	} {
		if m, err := parseMessage([]byte(text)); err == nil {
			t.Errorf("%s: parsed as %q", text, m)
		}
	}
}

// FuzzClientReads feeds the reader what a server may send. Whatever a JSON
// parser takes for a sequence of objects, the framer cuts alike.
func FuzzClientReads(f *testing.F) {
	f.Add([]byte(`{"return": {}, "id": 1}` + "\r\n" + `{"event": "A", "data": {"x": "\"}"}}`))
	f.Add([]byte("{\"QMP\": {\"version\": {}, \"capabilities\": []}}\n \t{\"error\": {}}"))
	f.Add([]byte("\xff{\"return\": 1}"))
	f.Fuzz(func(t *testing.T, in []byte) {
		got, _ := cut(bytes.NewReader(in), 1<<20, false)
		slow, _ := cut(iotest.OneByteReader(bytes.NewReader(in)), 1<<20, false)
		if !slices.Equal(got, slow) {
			t.Fatalf("messages depend on how they are read: %q and %q", got, slow)
		}
		for _, text := range got {
			m, err := parseMessage([]byte(text))
			if (err != nil) && json.Valid([]byte(text)) {
				t.Fatalf("%q is JSON: %v", text, err)
			}
			if err == nil && m.event != nil {
				_, _ = m.decodeEvent()
			}
			if err == nil && m.greeting != nil {
				_, _ = m.decodeGreeting()
			}
		}
		want := objects(in)
		if len(got) < len(want) || !slices.Equal(got[:len(want)], want) {
			t.Fatalf("cut %q, want %q first", got, want)
		}
	})
}

// objects returns the JSON objects that in begins with.
func objects(in []byte) []string {
	var list []string
	d := json.NewDecoder(bytes.NewReader(in))
	for {
		var raw json.RawMessage
		if d.Decode(&raw) != nil || raw[0] != '{' {
			return list
		}
		list = append(list, string(raw))
	}
}
