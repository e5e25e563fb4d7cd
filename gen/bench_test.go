package gen_test

import (
	"strconv"
	"testing"

	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/internal/testschema"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// BenchmarkPackage generates the package of QEMU 10.2's own schema from its
// model.
func BenchmarkPackage(b *testing.B) {
	schema := buildSchema(b, testqemu.Corpus(b, corpusSchemas(b)["qapi1022"]))
	b.ReportAllocs()
	for b.Loop() {
		packageOf(b, schema)
	}
}

// BenchmarkGenerate does everything that generate does, except writing files,
// with QEMU 10.2's own schema.
func BenchmarkGenerate(b *testing.B) {
	path := testqemu.Corpus(b, corpusSchemas(b)["qapi1022"])
	b.ReportAllocs()
	for b.Loop() {
		packageOf(b, buildSchema(b, path))
	}
}

// BenchmarkGenerateCommands does the same with numbers of commands, each ten
// times the one before. Time and allocations should grow alike.
func BenchmarkGenerateCommands(b *testing.B) {
	for _, n := range []int{1000, 10_000, 100_000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			opts := parser.Options{ReadFile: testschema.Commands(n)}
			b.ReportAllocs()
			for b.Loop() {
				packageOf(b, loadSchema(b, testschema.Root, opts))
			}
		})
	}
}

// Allocations can be counted where time cannot be trusted.
func TestAllocationsGrowInProportionToTheSchema(t *testing.T) {
	count := func(n int) float64 {
		opts := parser.Options{ReadFile: testschema.Commands(n)}
		return testing.AllocsPerRun(1, func() { packageOf(t, loadSchema(t, testschema.Root, opts)) })
	}
	const times, slack = 8, 1.05
	small, large := count(1000), count(times*1000)
	if large > times*slack*small {
		t.Errorf("%d times the commands take %.1f times the allocations", times, large/small)
	}
}

// packageOf generates a package with its introspection.
func packageOf(tb testing.TB, schema *model.Schema) {
	tb.Helper()
	opts := gen.Options{Package: "p", Introspection: func() []byte {
		text, err := gen.Introspection(schema, nil, false).Lines()
		if err != nil {
			tb.Error(err)
		}
		return text
	}}
	if _, diags := gen.Package(schema, opts); len(diags) > 0 {
		tb.Fatal(diags[0].Message)
	}
}
