package talk

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/request"
)

func TestFilterSelectsEvents(t *testing.T) {
	ev := qmp.Event{Name: "E", Data: json.RawMessage(`{"id": "d 0", "n": 5, "ok": true, "no": null, "in": {"list": ["a", {"b": "c"}]}, "=": "]"}`)}
	for text, want := range map[string]bool{
		"E":                     true,
		"F":                     false,
		"E[id=d 0]":             true,
		"E[id=d]":               false,
		"E[n=5]":                true,
		"E[n=50]":               false,
		"E[ok=true]":            true,
		"E[no=null]":            true,
		"E[none=null]":          false,
		"E[n=5][ok=true]":       true,
		"E[n=5][ok=false]":      false,
		"E[in.list.0=a]":        true,
		"E[in.list.1.b=c]":      true,
		"E[in.list.2=c]":        false,
		"E[id.x=d]":             false,
		`E[in.list.1={"b":"c"}`: false,
	} {
		f, err := ParseFilter(text)
		if err != nil {
			if want {
				t.Error(err)
			}
			continue
		}
		if got := f.Match(ev); got != want || f.String() != text {
			t.Errorf("%s: %v, and it is %s", text, got, f)
		}
	}
	for _, text := range []string{"", "[a=b]", "E[a]", "E[]", "E[=b]", "E[a=b", "E]", "E[a=b]c", "E=1"} {
		if f, err := ParseFilter(text); err == nil {
			t.Errorf("%q is taken for %+v", text, f)
		}
	}
}

func commandsOfVMM(t *testing.T) *request.Commands {
	t.Helper()
	schema, diags := model.Load(filepath.Join("..", "..", "testdata", "qapi-schema", "vmm.json"), parser.Options{})
	if schema == nil {
		t.Fatal(diags)
	}
	index, err := introspect.NewIndex(gen.Introspection(schema, nil, true))
	if err != nil {
		t.Fatal(err)
	}
	return request.New(index, schema)
}

func TestFilterIsCheckedByIntrospection(t *testing.T) {
	commands := commandsOfVMM(t)
	for text, want := range map[string]string{
		"SHUTDOWN[guest=true]": "",
		"SHUTDON":              "the server has no event 'SHUTDON'; did you mean 'SHUTDOWN'?",
		"SHUTDOWN[gest=true]":  "the data of SHUTDOWN has no 'gest'; did you mean 'guest'?",
		"STOP[x=1]":            "the data of STOP has no 'x'",
	} {
		f, err := ParseFilter(text)
		if err != nil {
			t.Fatal(err)
		}
		err = CheckFilters(commands, []Filter{f})
		if (err == nil) != (want == "") || err != nil && err.Error() != want {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

func TestCallsAreParted(t *testing.T) {
	for text, want := range map[string]string{
		"a":                "a()",
		"a x=1 y=2 then b": "a(x=1 y=2) b()",
		"a x=then":         "a(x=then)",
		"then":             "?", "a then": "?", "then a": "?", "a then b then": "?",
	} {
		calls, err := SplitCalls(strings.Fields(text))
		var got []string
		for _, c := range calls {
			got = append(got, c.Command+"("+strings.Join(c.Words, " ")+")")
		}
		if err != nil {
			got = []string{"?"}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", text, got, want)
		}
	}
}

func TestCallsBecomeRequests(t *testing.T) {
	commands := commandsOfVMM(t)
	for _, tt := range []struct {
		known *request.Commands
		mode  qmp.CallMode
		words string
		want  string
	}{
		{commands, qmp.InBand, "query-status", `{"execute": "query-status"} in-band`},
		{commands, qmp.InBand, "balloon value=5", `{"execute": "balloon", "arguments": {"value": 5}} in-band`},
		{nil, qmp.InBand, "balloon value=5", `{"execute": "balloon", "arguments": {"value": "5"}} in-band`},
		{nil, qmp.OutOfBand, `a"b x:=5`, `{"exec-oob": "a\"b", "arguments": {"x": 5}} out-of-band`},
		{commands, qmp.OutOfBand, "migrate-recover uri=x", `{"exec-oob": "migrate-recover", "arguments": {"uri": "x"}} out-of-band`},
		{commands, qmp.OutOfBand, "query-status", `the server does not execute query-status out-of-band`},
		{nil, qmp.InBand, "guest-shutdown", `{"execute": "guest-shutdown"} no-reply`},
		{commands, qmp.InBand, "quit", `{"execute": "quit"} in-band`},
		{commands, qmp.InBand, "reexec path=p", `{"execute": "reexec", "arguments": {"path": "p"}} no-reply`},
		{commands, qmp.InBand, "balloon", `balloon: value: missing (size)`},
		{nil, qmp.InBand, "balloon x", `balloon: 'x' is no argument: KEY=VALUE, KEY:=JSON, @FILE or - is expected`},
		{nil, qmp.InBand, `balloon {"value":1}`, `balloon: '{"value":1}' is no argument: all arguments in one object come from @FILE, or with - from standard input`},
	} {
		calls, err := SplitCalls(strings.Fields(tt.words))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if requests, err := Prepare(calls, tt.known, tt.mode, nil); err != nil {
			got = err.Error()
		} else if text, err := requests[0].MarshalJSON(); err != nil {
			t.Fatal(err)
		} else {
			got = string(text) + " " + requests[0].Mode.String()
		}
		if got != tt.want {
			t.Errorf("%s: %s\nwant %s", tt.words, got, tt.want)
		}
	}
}

// On a terminal, JSON is indented and cannot control it. Its value is the same.
func TestTerminalShowsOnlyWhatIsPrintable(t *testing.T) {
	const value = "{\"a\":[\"\u009b31m\u202e\U000e0001<ü>\x7f\\u001b\"],\"b\":{}}"
	var terminal, pipe bytes.Buffer
	for _, p := range []Printer{{&terminal, true}, {&pipe, false}} {
		if err := p.Value(json.RawMessage(value)); err != nil {
			t.Fatal(err)
		}
	}
	const want = "{\n  \"a\": [\n    \"\\u009b31m\\u202e\\udb40\\udc01<ü>\\u007f\\u001b\"\n  ],\n  \"b\": {}\n}\n"
	if diff := cmp.Diff(want, terminal.String()); diff != "" {
		t.Error(diff)
	}
	if pipe.String() != value+"\n" {
		t.Errorf("a program gets %q", &pipe)
	}
	var shown, sent any
	if json.Unmarshal(terminal.Bytes(), &shown) != nil || json.Unmarshal(pipe.Bytes(), &sent) != nil || !cmp.Equal(shown, sent) {
		t.Errorf("%q and %q differ", shown, sent)
	}
}

func TestEventIsALine(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 678000, time.Local)
	for _, tt := range []struct {
		ev       qmp.Event
		terminal bool
		want     string
	}{
		{qmp.Event{Name: "E", Time: time.Unix(5, 67000)}, false, `{"timestamp":{"seconds":5,"microseconds":67},"event":"E"}`},
		{qmp.Event{Name: "E", Data: json.RawMessage(`{"a": "<"}`)}, false, `{"timestamp":{"seconds":-1,"microseconds":-1},"event":"E","data":{"a":"<"}}`},
		{qmp.Event{Name: "E", Time: at}, true, `{"timestamp":"Jan  2 03:04:05.000678","event":"E"}`},
		{qmp.Event{Name: "E\x9b"}, true, `{"timestamp":"unknown","event":"E\ufffd"}`},
	} {
		var b bytes.Buffer
		if err := (Printer{&b, tt.terminal}).Event(tt.ev); err != nil || b.String() != tt.want+"\n" {
			t.Errorf("%v: %s, want %s", err, &b, tt.want)
		}
	}
}

func TestFilesAreOpened(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	files, err := OpenFiles([]string{path, filepath.Dir(path)})
	if err != nil || len(files) != 2 {
		t.Fatal(files, err)
	}
	if _, err := files[0].WriteString("x"); err != nil {
		t.Error(err)
	}
	files.Close()
	for name, want := range map[string]string{"none": "none", "999999": "descriptor 999999 is not open: a shell opens it by 999999<>FILE"} {
		if _, err := OpenFiles([]string{path, name}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWordsOfACallAreCompleted(t *testing.T) {
	commands := commandsOfVMM(t)
	for _, tt := range []struct {
		before, typed string
		want          []string
		partial       bool
	}{
		{"", "query-st", []string{"query-status\tStatusInfo, Tell what the virtual machine is doing."}, false},
		{"balloon", "", []string{"value=\tsize, the memory it should have, in bytes."}, true},
		{"balloon value=1 then blockdev-add", "driver=ra", []string{"driver=raw\tpart of another node, or all of it, as it is."}, false},
		{"blockdev-add", "read", []string{"read-only=\toptional, bool, refuse to write (default: false)."}, true},
		{"nothing", "", nil, false},
	} {
		got, partial := CompleteCall(commands, strings.Fields(tt.before), tt.typed)
		if diff := cmp.Diff(tt.want, got); diff != "" || partial != tt.partial {
			t.Errorf("%s, %s: %v %s", tt.before, tt.typed, partial, diff)
		}
	}
	got, _ := CompleteEvents(commands, []string{"STOP"}, "S")
	if len(got) != 1 || !strings.HasPrefix(got[0], "SHUTDOWN\t") {
		t.Error(got)
	}
}
