package model_test

import (
	"strconv"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/internal/testschema"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// BenchmarkBuild builds the model of QEMU 10.2's own schema.
func BenchmarkBuild(b *testing.B) {
	benchmarkBuild(b, testqemu.Corpus(b, "10.2.2/qapi/qapi-schema.json"), parser.Options{})
}

// BenchmarkBuildCommands builds models, each ten times the size of the one
// before.
func BenchmarkBuildCommands(b *testing.B) {
	for _, n := range []int{1000, 10_000, 100_000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			benchmarkBuild(b, testschema.Root, parser.Options{ReadFile: testschema.Commands(n)})
		})
	}
}

func benchmarkBuild(b *testing.B, path string, opts parser.Options) {
	b.Helper()
	tree, diags := parser.Parse(path, opts)
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
