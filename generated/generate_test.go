package generated

import (
	"os/exec"
	"testing"
)

// What is committed must be what generate writes now; go generate mends it.
func TestPackagesMatchTheirSchemas(t *testing.T) {
	for _, c := range []struct{ dir, schema string }{
		{"vmm", "../testdata/qapi-schema/vmm.json"},
		{"../examples/consumer/fan", "../examples/consumer/fan.json"},
	} {
		t.Run(c.schema, func(t *testing.T) {
			t.Parallel()
			cmd := exec.CommandContext(t.Context(), "go", "run", "../cmd/qapi-gen", "generate", "--check", "-o", c.dir, c.schema)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%s is not what %s gives now; run make generate (%v)\n%s", c.dir, c.schema, err, out)
			}
		})
	}
}
