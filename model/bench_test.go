package model_test

import (
	"testing"

	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// BenchmarkBuild builds the model of QEMU 10.2's own schema.
func BenchmarkBuild(b *testing.B) {
	tree, diags := parser.Parse(testqemu.Corpus(b, "10.2.2/qapi/qapi-schema.json"), parser.Options{})
	if diags.HasErrors() {
		b.Fatal(diags[0].Message)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, diags := model.Build(tree); diags.HasErrors() {
			b.Fatal(diags[0].Message)
		}
	}
}
