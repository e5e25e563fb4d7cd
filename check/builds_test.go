package check_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/qapi-go/qapi-gen/check"
	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/introspect"
)

// Whatever names a build defines, its document matches the schema, and the
// names that check determines give the same document.
func TestEveryBuildMatchesItsSchema(t *testing.T) {
	schemas := []string{"../testdata/qapi-schema/vmm.json"}
	if corpus := os.Getenv("QAPI_CORPUS"); corpus != "" {
		for _, path := range []string{
			"7.2.0/qapi/qapi-schema.json", "7.2.0/qga/qapi-schema.json",
			"10.2.2/qapi/qapi-schema.json", "10.2.2/qga/qapi-schema.json",
		} {
			schemas = append(schemas, filepath.Join(corpus, path))
		}
	}
	for _, path := range schemas {
		t.Run(path, func(t *testing.T) {
			schema := buildSchema(t, path)
			names := schema.ConditionNames()
			random := rand.New(rand.NewPCG(9, 10))
			builds := 0
			for range 60 {
				built := map[string]bool{}
				for _, n := range names {
					built[n] = random.IntN(2) == 0
				}
				doc := gen.Introspection(schema, func(n string) bool { return built[n] }, false)
				index, err := introspect.NewIndex(doc)
				if err != nil {
					continue // something needs what is left out: it would not compile
				}
				builds++
				result, err := check.Check(t.Context(), schema, index, nil)
				if err != nil {
					t.Fatal(err)
				}
				if len(result.Differences) > 0 {
					t.Fatalf("built with %v:\n%s", built, render(t, result.Differences))
				}
				again, err := introspect.NewIndex(gen.Introspection(schema, result.Conditions.Has, false))
				if err != nil {
					t.Fatalf("built with %v, worked out %v: %v", built, result.Conditions.Defined, err)
				}
				if differences := introspect.Compare(index, again); len(differences) > 0 {
					t.Fatalf("built with %v, worked out %v: %d differences", built, result.Conditions.Defined, len(differences))
				}
			}
			if builds < 10 {
				t.Errorf("only %d of the sets make a build", builds)
			}
		})
	}
}
