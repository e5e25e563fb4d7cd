package site_test

import (
	"testing"

	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/site"
)

// BenchmarkSiteOfQEMU makes the files of a site, without writing them.
func BenchmarkSiteOfQEMU(b *testing.B) {
	s := load(b, testqemu.Corpus(b, "10.2.2", "qapi", "qapi-schema.json"))
	size := 0
	for b.Loop() {
		size = 0
		for _, f := range build(b, s, site.Options{}) {
			size += len(f.Content)
		}
	}
	b.ReportMetric(float64(size)/1e6, "MB/site")
}
