package request_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/request"
)

// texts are the words offered, with "!" at mandatory members.
func texts(list []request.Candidate) string {
	var words []string
	for _, c := range list {
		text := c.Text
		if c.Mandatory {
			text = "!" + text
		}
		words = append(words, text)
	}
	return strings.Join(words, " ")
}

func TestWordsAreCompleted(t *testing.T) {
	byServer, bySchema := vmm(t)
	for _, tt := range []struct{ command, others, typed, want string }{
		{"blockdev-add", "", "", "!driver= node-name= read-only="},
		{"blockdev-add", "driver=raw", "", "!file= !file. node-name= read-only= offset= size="},
		{"blockdev-add", "driver=raw|file=x|size=5", "", "node-name= read-only= offset="},
		{"blockdev-add", "driver=raw|file=x|size=5", "o", "offset="},
		{"blockdev-add", "driver=raw", "file.", "!file.driver= file.node-name= file.read-only="},
		{"blockdev-add", "driver=raw|file.driver=file", "file.l", "file.locking="},
		{"blockdev-add", "driver=raw|file.driver=file", "file.locking=", "file.locking=auto file.locking=on file.locking=off"},
		{"blockdev-add", "file.driver=file|driver=raw", "file.aio=i", "file.aio=io-uring"},
		{"blockdev-add", "", "driver=r", "driver=raw"},
		{"blockdev-add", "driver=qcow2", "backing=", "backing=null"},
		{"blockdev-add", "", "read-only=", "read-only=true read-only=false"},
		{"blockdev-add", "", "node-name=", ""},
		{"blockdev-add", "", "driver:=", ""},
		{"blockdev-add", "", "nothing.", ""},
		{"blockdev-add", "", "@", ""},
		{"nothing", "", "", ""},
		{"query-status", "", "", ""},
		{"send-key", "", "keys.", "keys.0="},
		{"send-key", "keys.0=a", "keys.", "keys.1="},
		{"send-key", "keys.0=a", "keys.1=ba", "keys.1=backspace"},
		{"yank", "instances.0.type=chardev", "instances.", "instances.1. instances.0."},
		{"yank", "instances.0.type=chardev", "instances.0.", "!instances.0.id="},
		{"qom-set", "", "value.x", ""},
	} {
		for by, c := range map[string]*request.Commands{"server": byServer, "schema": bySchema} {
			if got := texts(c.Complete(tt.command, split(tt.others), tt.typed)); got != tt.want {
				t.Errorf("by %s: %s %s, %q: %s\nwant %s", by, tt.command, tt.others, tt.typed, got, tt.want)
			}
		}
	}
}

// With the schema, candidates say what they are.
func TestCandidatesAreDescribed(t *testing.T) {
	_, c := vmm(t)
	var got []request.Candidate
	got = append(got, c.CompleteCommand("query-st")...)
	got = append(got, c.CompleteEvent("SHUT")...)
	got = append(got, c.Complete("blockdev-add", []string{"driver=qcow2", "file=f"}, "lazy")...)
	got = append(got, c.Complete("blockdev-add", nil, "driver=nb")...)
	want := []request.Candidate{
		{Text: "query-status", Kind: request.CommandName, Type: "StatusInfo", Doc: "Tell what the virtual machine is doing."},
		{Text: "SHUTDOWN", Kind: request.EventName, Doc: "The machine was shut down, and the VMM will end."},
		{
			Text: "lazy-refcounts=", Kind: request.MemberKey, Partial: true, Type: "bool", Features: []string{"deprecated"},
			Doc: "count late; needs a check after a crash.",
		},
		{Text: "driver=nbd", Kind: request.EnumValue, Doc: "an export of a network block device server."},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestPlaceOfTheCursorIsDescribed(t *testing.T) {
	byServer, bySchema := vmm(t)
	for _, tt := range []struct{ command, others, typed, server, schema string }{
		{"blockdev-add", "driver=raw", "file=no", "value at file (file, object|str) no, any text", "value at file (file, BlockdevRef) no, any text"},
		{"blockdev-add", "driver=raw", "file.dr", "key file (file, object|str)", "key file (file, BlockdevRef)"},
		{"blockdev-add", "driver=raw", "size=1", "value at size (size, int) 1", "value at size (size, size) 1"},
		{"blockdev-add", "", "driver=r", "value at driver (driver, enum) r", "value at driver (driver, BlockdevDriver) r"},
		{"send-key", "", "keys.0=r", "value at keys.0 (keys, enum) r", "value at keys.0 (keys, KeyCode) r"},
		{"blockdev-del", "", "n", "key  (, object)", "key  (, object)"},
		{"qom-set", "", "value=n", "value at value (value, any) n", "value at value (value, any) n"},
	} {
		for want, c := range map[string]*request.Commands{tt.server: byServer, tt.schema: bySchema} {
			p, ok := c.At(tt.command, split(tt.others), tt.typed)
			got := fmt.Sprintf("key %s (%s, %s)", p.Path, p.Member, p.Type)
			if p.Value {
				got = fmt.Sprintf("value at %s (%s, %s) %s", p.Path, p.Member, p.Type, p.Text)
			}
			if p.FreeText {
				got += ", any text"
			}
			if !ok || got != want {
				t.Errorf("%s %s, %s: %v %s\nwant %s", tt.command, tt.others, tt.typed, ok, got, want)
			}
		}
	}
	for _, typed := range []string{"nothing=", "nothing.x", "@f"} {
		if p, ok := byServer.At("blockdev-add", nil, typed); ok {
			t.Errorf("%s: %+v", typed, p)
		}
	}
}

func TestSignatureShowsArguments(t *testing.T) {
	byServer, bySchema := vmm(t)
	for _, tt := range []struct{ command, words, server, schema string }{
		{"query-status", "", "query-status -> object", "query-status -> StatusInfo"},
		{
			"blockdev-add", "", "blockdev-add driver=enum [node-name=str] [read-only=bool] ...",
			"blockdev-add driver=BlockdevDriver [node-name=str] [read-only=bool] ...",
		},
		{
			"blockdev-add", "driver=raw", "blockdev-add driver=enum file=object|str [node-name=str] [read-only=bool] [offset=int] [size=int]",
			"blockdev-add driver=BlockdevDriver file=BlockdevRef [node-name=str] [read-only=bool] [offset=size] [size=size]",
		},
		{"device_add", "", "device_add driver=str [bus=str] [id=str] ...", "device_add driver=str [bus=str] [id=str] ..."},
		{"send-key", "", "send-key keys=[enum] [hold-time=int]", "send-key keys=[KeyCode] [hold-time=uint32]"},
		{"nothing", "", "", ""},
	} {
		if got := byServer.Signature(tt.command, split(tt.words)); got != tt.server {
			t.Errorf("by the server: %s\nwant %s", got, tt.server)
		}
		if got := bySchema.Signature(tt.command, split(tt.words)); got != tt.schema {
			t.Errorf("by the schema: %s\nwant %s", got, tt.schema)
		}
	}
}
