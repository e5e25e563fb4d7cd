package qjson_test

import (
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/qjson"
)

// BenchmarkParser parses a short request, as clients send it, and a blockdev-add.
func BenchmarkParser(b *testing.B) {
	messages := []struct{ name, text string }{
		{"query-status", `{"execute": "query-status", "id": 12345}`},
		{"blockdev-add", `{"execute": "blockdev-add", "arguments": {"driver": "qcow2", "node-name": "disk0", ` +
			`"file": {"driver": "file", "filename": "` + strings.Repeat("/images", 12) + `/disk0.qcow2", ` +
			`"aio": "native", "cache": {"direct": true, "no-flush": false}}, "lazy-refcounts": true, ` +
			`"cache-size": 16777216, "discard": "unmap"}, "id": "libvirt-4711"}`},
	}
	for _, m := range messages {
		b.Run(m.name, func(b *testing.B) {
			p := qjson.NewParser(qjson.MessageLimits{Bytes: 64 << 20, Tokens: 2 << 20, Nesting: 1024}, nil)
			input := []byte(m.text + "\n")
			b.ReportAllocs()
			for b.Loop() {
				if m, _, complete := p.Feed(input); !complete || m.Err != nil {
					b.Fatal(m.Err)
				}
			}
		})
	}
}

// BenchmarkAppendValue writes ids and an introspection entry as a server does.
func BenchmarkAppendValue(b *testing.B) {
	values := []struct{ name, text string }{
		{"number", `12345`},
		{"string", `"libvirt-4711"`},
		{"object", `{"arg-type":"1","meta-type":"command","name":"query-status","ret-type":"7"}`},
	}
	for _, v := range values {
		b.Run(v.name, func(b *testing.B) {
			value, dst := []byte(v.text), make([]byte, 0, 256)
			for b.Loop() {
				dst = qjson.AppendValue(dst[:0], value)
			}
		})
	}
}
