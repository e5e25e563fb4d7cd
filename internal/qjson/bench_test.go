package qjson_test

import (
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/qjson"
)

// BenchmarkParser parses a short request as clients send it, and the arguments of a
// blockdev-add.
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
				p.Feed(input)
			}
		})
	}
}

// BenchmarkAppendValue rewrites an id and an introspection entry as a server writes them.
func BenchmarkAppendValue(b *testing.B) {
	for _, text := range []string{`12345`, `"libvirt-4711"`, `{"arg-type":"1","meta-type":"command","name":"query-status","ret-type":"7"}`} {
		b.Run(text[:min(len(text), 16)], func(b *testing.B) {
			value, dst := []byte(text), make([]byte, 0, 256)
			for b.Loop() {
				dst = qjson.AppendValue(dst[:0], value)
			}
		})
	}
}
